package dev.perigee.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;

/// An invocation that nobody waits for.
///
/// @param state `queued`, `inFlight`, `acked`, `dead` or `expired`
/// @param condition `Success`, `RetriesExhausted` or `EventAgeExceeded`; null until it is settled
/// @param result the envelope that a destination gets, JSON; null until it is settled
public record AsyncView(
    String id,
    String function,
    String state,
    int attempts,
    String enqueuedUtc,
    Optional<String> condition,
    Optional<byte[]> result)
    implements Wire {

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", id);
    json.writeStringField("function", function);
    json.writeStringField("state", state);
    json.writeNumberField("attempts", attempts);
    json.writeStringField("enqueuedUtc", enqueuedUtc);
    json.writeStringField("condition", condition.orElse(null));
    json.writeFieldName("result");
    if (result.isPresent()) {
      json.writeRawValue(new String(result.get(), UTF_8));
    } else {
      json.writeNull();
    }
    json.writeEndObject();
  }
}
