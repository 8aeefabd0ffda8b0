package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;

/// The body of `POST /v1/functions/{name}/versions`.
///
/// @param description of the version; empty: that of the function
public record PublishRequest(Optional<String> description) implements Wire {

  /// Reads the body; one without bytes says nothing.
  ///
  /// @throws WireException with all that is wrong
  public static PublishRequest read(byte[] body) {
    if (body.length == 0) {
      return new PublishRequest(Optional.empty());
    }
    BodyReader reader = BodyReader.of(body, "description");
    Optional<String> description = reader.text("description");
    reader.check();
    return new PublishRequest(description);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (description.isPresent()) {
      json.writeStringField("description", description.get());
    }
    json.writeEndObject();
  }
}
