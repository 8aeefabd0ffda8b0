package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// A function as it is described. Values of environment variables are secrets: only their names are
/// shown.
///
/// @param state `active`: it takes invocations
public record FunctionView(
    String name,
    String tenant,
    int version,
    String state,
    String runtime,
    String handler,
    int memoryMb,
    long timeoutMs,
    String isolation,
    int concurrency,
    List<String> environment,
    String codeSha256)
    implements Wire {

  public FunctionView {
    environment = List.copyOf(environment);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    writeFields(json);
    json.writeEndObject();
  }

  void writeFields(JsonGenerator json) throws IOException {
    json.writeStringField("name", name);
    json.writeStringField("tenant", tenant);
    json.writeNumberField("version", version);
    json.writeStringField("state", state);
    json.writeStringField("runtime", runtime);
    json.writeStringField("handler", handler);
    json.writeNumberField("memoryMb", memoryMb);
    json.writeNumberField("timeoutS", Numbers.thousandths(timeoutMs));
    json.writeStringField("isolation", isolation);
    json.writeNumberField("concurrency", concurrency);
    json.writeArrayFieldStart("environment");
    for (String variable : environment) {
      json.writeString(variable);
    }
    json.writeEndArray();
    json.writeStringField("codeSha256", codeSha256);
  }
}
