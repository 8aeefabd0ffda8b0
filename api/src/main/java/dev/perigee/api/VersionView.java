package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// A published version of a function.
public record VersionView(
    String version,
    String description,
    String publishedUtc,
    String runtime,
    String handler,
    int memoryMb,
    long timeoutMs,
    String codeSha256)
    implements Wire {

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", version);
    json.writeStringField("description", description);
    json.writeStringField("publishedUtc", publishedUtc);
    json.writeStringField("runtime", runtime);
    json.writeStringField("handler", handler);
    json.writeNumberField("memoryMb", memoryMb);
    json.writeNumberField("timeoutS", Numbers.thousandths(timeoutMs));
    json.writeStringField("codeSha256", codeSha256);
    json.writeEndObject();
  }
}
