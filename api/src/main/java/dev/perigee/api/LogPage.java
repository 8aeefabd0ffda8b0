package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Some lines of a function's log.
///
/// @param detailed whether what lines say of themselves is told too
/// @param next position to go on from
public record LogPage(List<Line> lines, boolean detailed, long next) implements Wire {
  public LogPage {
    lines = List.copyOf(lines);
  }

  /// @param utc when it was written
  /// @param level how grave it is, if it says so
  /// @param invocationId which invocation wrote it, if it says so
  public record Line(
      Optional<String> utc, Optional<String> level, Optional<String> invocationId, String text)
      implements Wire {
    @Override
    public void write(JsonGenerator json) throws IOException {
      json.writeStartObject();
      writeText(json, "utc", utc);
      writeText(json, "level", level);
      writeText(json, "invocationId", invocationId);
      json.writeStringField("text", text);
      json.writeEndObject();
    }

    private static void writeText(JsonGenerator json, String name, Optional<String> text)
        throws IOException {
      json.writeFieldName(name);
      if (text.isPresent()) {
        json.writeString(text.get());
      } else {
        json.writeNull();
      }
    }
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("lines");
    for (Line line : lines) {
      json.writeString(line.text());
    }
    json.writeEndArray();
    if (detailed) {
      json.writeArrayFieldStart("entries");
      for (Line line : lines) {
        line.write(json);
      }
      json.writeEndArray();
    }
    json.writeNumberField("next", next);
    json.writeEndObject();
  }
}
