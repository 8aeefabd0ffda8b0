package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// Some lines of a function's log.
///
/// @param next position to go on from
public record LogPage(List<String> lines, long next) implements Wire {
  public LogPage {
    lines = List.copyOf(lines);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("lines");
    for (String line : lines) {
      json.writeString(line);
    }
    json.writeEndArray();
    json.writeNumberField("next", next);
    json.writeEndObject();
  }
}
