package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// A list under one name, such as `{"functions": [..]}`.
public record Listing(String name, List<? extends Wire> items) implements Wire {
  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart(name);
    for (Wire item : items) {
      item.write(json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
