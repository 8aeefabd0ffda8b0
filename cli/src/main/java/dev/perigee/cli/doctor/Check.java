package dev.perigee.cli.doctor;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Wire;
import java.io.IOException;

/// One thing that was looked at.
///
/// @param present whether it is there, or as it should be
/// @param detail what it is for, or how to get it
/// @param required whether nothing works without it
public record Check(String name, boolean present, String detail, boolean required) implements Wire {
  static Check good(String name, String detail) {
    return new Check(name, true, detail, false);
  }

  static Check fault(String name, String detail) {
    return new Check(name, false, detail, false);
  }

  static Check fatal(String name, String detail) {
    return new Check(name, false, detail, true);
  }

  /// Whether the platform can't work like this.
  public boolean isFatal() {
    return !present && required;
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeBooleanField("present", present);
    json.writeStringField("detail", detail);
    json.writeBooleanField("required", required);
    json.writeBooleanField("fatal", isFatal());
    json.writeEndObject();
  }
}
