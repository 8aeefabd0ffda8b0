package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/// A safeguard came into force or was used.
///
/// @param what `warned`, `throttled`, `suspended`, `killed`, `revived` or `released`
/// @param amount whose limit was used up furthest; empty for what an operator did
public record TripView(
    String atUtc,
    String kind,
    String name,
    String what,
    Optional<String> amount,
    Optional<BigDecimal> used,
    Optional<BigDecimal> limit)
    implements Wire {
  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("atUtc", atUtc);
    json.writeStringField("kind", kind);
    json.writeStringField("name", name);
    json.writeStringField("what", what);
    if (amount.isPresent()) {
      json.writeStringField("amount", amount.get());
    }
    number(json, "used", used);
    number(json, "limit", limit);
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, Optional<BigDecimal> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeFieldName(name);
      json.writeNumber(value.get().stripTrailingZeros().toPlainString());
    }
  }
}
