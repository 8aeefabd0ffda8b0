package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The body of `PUT /v1/functions/{name}`.
///
/// @param timeoutMs `timeoutS` on the wire
/// @param isolation empty: the default
/// @param concurrency most invocations of the function at once; empty: the default
/// @param zip the code as a zip archive, base64 on the wire; empty if it is an image
/// @param network where it may connect to: `{"allow": [..]}` on the wire
/// @param image name or digest of a container image; empty if the code is an archive
public record DeployRequest(
    String runtime,
    String handler,
    OptionalInt memoryMb,
    OptionalLong timeoutMs,
    String isolation,
    OptionalInt concurrency,
    Map<String, String> environment,
    byte[] zip,
    String image,
    List<String> network)
    implements Wire {

  /// With code as an archive.
  public DeployRequest(
      String runtime,
      String handler,
      OptionalInt memoryMb,
      OptionalLong timeoutMs,
      String isolation,
      OptionalInt concurrency,
      Map<String, String> environment,
      byte[] zip) {
    this(runtime, handler, memoryMb, timeoutMs, isolation, concurrency, environment, zip, "");
  }

  /// Without a network.
  public DeployRequest(
      String runtime,
      String handler,
      OptionalInt memoryMb,
      OptionalLong timeoutMs,
      String isolation,
      OptionalInt concurrency,
      Map<String, String> environment,
      byte[] zip,
      String image) {
    this(
        runtime,
        handler,
        memoryMb,
        timeoutMs,
        isolation,
        concurrency,
        environment,
        zip,
        image,
        List.of());
  }

  public DeployRequest {
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    network = List.copyOf(network);
  }

  /// Reads the body.
  ///
  /// @throws WireException with all that is wrong
  public static DeployRequest read(InputStream body) throws IOException {
    try (JsonParser json = Json.FACTORY.createParser(body)) {
      return new DeployReader(json).read();
    } catch (JsonProcessingException e) {
      throw WireException.of(e);
    }
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("runtime", runtime);
    json.writeStringField("handler", handler);
    if (memoryMb.isPresent()) {
      json.writeNumberField("memoryMb", memoryMb.getAsInt());
    }
    if (timeoutMs.isPresent()) {
      json.writeNumberField("timeoutS", Numbers.thousandths(timeoutMs.getAsLong()));
    }
    if (!isolation.isEmpty()) {
      json.writeStringField("isolation", isolation);
    }
    if (concurrency.isPresent()) {
      json.writeNumberField("concurrency", concurrency.getAsInt());
    }
    json.writeObjectFieldStart("environment");
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      json.writeStringField(variable.getKey(), variable.getValue());
    }
    json.writeEndObject();
    if (!network.isEmpty()) {
      Network.write(json, network);
    }
    if (image.isEmpty()) {
      json.writeBinaryField("zip", zip);
    } else {
      json.writeStringField("image", image);
    }
    json.writeEndObject();
  }
}
