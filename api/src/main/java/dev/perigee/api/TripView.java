package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// A safeguard came into force or was used.
///
/// @param what `warned`, `throttled`, `suspended`, `killed` or `revived`
public record TripView(String atUtc, String kind, String name, String what) implements Wire {
  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("atUtc", atUtc);
    json.writeStringField("kind", kind);
    json.writeStringField("name", name);
    json.writeStringField("what", what);
    json.writeEndObject();
  }
}
