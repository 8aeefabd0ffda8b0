package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/// A cap and how far it is used up.
///
/// @param kind `function`, `workflow` or `tenant`
/// @param limits by field, such as `costUsd`; only what is limited
/// @param used by field, in the last `windowS` seconds
/// @param reserved by field, for what runs now
/// @param state `ok`, `warned`, `throttled` or `suspended`
public record CapStatus(
    String kind,
    String name,
    Map<String, BigDecimal> limits,
    BigDecimal windowS,
    Map<String, BigDecimal> used,
    Map<String, BigDecimal> reserved,
    String state)
    implements Wire {

  public CapStatus {
    limits = new LinkedHashMap<>(limits);
    used = new LinkedHashMap<>(used);
    reserved = new LinkedHashMap<>(reserved);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", kind);
    json.writeStringField("name", name);
    fields(json, limits);
    number(json, "windowS", windowS);
    json.writeObjectFieldStart("used");
    fields(json, used);
    json.writeEndObject();
    json.writeObjectFieldStart("reserved");
    fields(json, reserved);
    json.writeEndObject();
    json.writeStringField("state", state);
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, Map<String, BigDecimal> fields)
      throws IOException {
    for (Map.Entry<String, BigDecimal> field : fields.entrySet()) {
      number(json, field.getKey(), field.getValue());
    }
  }

  private static void number(JsonGenerator json, String name, BigDecimal value) throws IOException {
    json.writeFieldName(name);
    json.writeNumber(value.stripTrailingZeros().toPlainString());
  }
}
