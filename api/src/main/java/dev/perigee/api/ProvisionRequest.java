package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// The body of `PUT /v1/functions/{name}/provisioned/{qualifier}`.
///
/// @param workerCount workers that are to be there ahead of calls
public record ProvisionRequest(int workerCount) implements Wire {

  /// Reads the body.
  ///
  /// @throws WireException with all that is wrong
  public static ProvisionRequest read(byte[] body) {
    BodyReader reader = BodyReader.of(body, "workerCount");
    int workerCount = reader.count("workerCount");
    reader.check();
    return new ProvisionRequest(workerCount);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("workerCount", workerCount);
    json.writeEndObject();
  }
}
