package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// A container image as it is described.
///
/// @param name with its tag; empty if it has none
/// @param sizeBytes of its layers, as they came
public record ImageView(
    String name,
    String digest,
    String platform,
    long sizeBytes,
    int layers,
    List<String> entryPoint,
    List<String> command,
    String workingDirectory)
    implements Wire {

  public ImageView {
    entryPoint = List.copyOf(entryPoint);
    command = List.copyOf(command);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("digest", digest);
    json.writeStringField("platform", platform);
    json.writeNumberField("sizeBytes", sizeBytes);
    json.writeNumberField("layers", layers);
    write(json, "entryPoint", entryPoint);
    write(json, "command", command);
    json.writeStringField("workingDirectory", workingDirectory);
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, List<String> words)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String word : words) {
      json.writeString(word);
    }
    json.writeEndArray();
  }
}
