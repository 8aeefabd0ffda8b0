package dev.perigee.platform.control;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Wire;
import java.io.IOException;
import java.util.Locale;

/// Something that will go wrong, or may.
///
/// @param code its kind, such as `trigger-loop`
/// @param where the function, queue, trigger or line of code
/// @param fix what to do about it
public record Finding(String code, Severity severity, String where, String why, String fix)
    implements Wire {

  /// How bad it is.
  public enum Severity {
    /// It can't be meant.
    ERROR,
    /// It goes wrong under load, or when something fails.
    WARNING,
    /// It is worth knowing.
    INFO;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("code", code);
    json.writeStringField("severity", severity.text());
    json.writeStringField("where", where);
    json.writeStringField("why", why);
    json.writeStringField("fix", fix);
    json.writeEndObject();
  }
}
