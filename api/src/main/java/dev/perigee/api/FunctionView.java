package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// A function as it is described. Values of environment variables are secrets: only their names are
/// shown.
///
/// @param state `active`: it takes invocations
/// @param network where it may connect to; left out if nowhere
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
    List<String> network,
    String codeSha256)
    implements Wire {

  public FunctionView {
    environment = List.copyOf(environment);
    network = List.copyOf(network);
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
    if (!network.isEmpty()) {
      Network.write(json, network);
    }
    json.writeStringField("codeSha256", codeSha256);
  }
}
