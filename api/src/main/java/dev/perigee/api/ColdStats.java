package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// Where the time of cold starts went.
///
/// @param functions those with the most cold starts
/// @param newest single cold starts, newest first
public record ColdStats(List<Row> functions, List<Start> newest) implements Wire {

  /// The phases of a cold start.
  public record Parts(
      long queueNs, long placeNs, long fetchNs, long sandboxNs, long initNs, long handlerNs) {

    private void write(JsonGenerator json) throws IOException {
      Numbers.micro(json, "queueMs", queueNs);
      Numbers.micro(json, "placeMs", placeNs);
      Numbers.micro(json, "fetchMs", fetchNs);
      Numbers.micro(json, "sandboxMs", sandboxNs);
      Numbers.micro(json, "initMs", initNs);
      Numbers.micro(json, "handlerMs", handlerNs);
    }
  }

  /// @param medians of the last 64 cold starts, each phase by itself
  public record Row(String function, long coldStarts, Parts medians) {}

  /// One cold start.
  public record Start(
      String invocationId, String function, String node, String startedUtc, Parts parts) {}

  public ColdStats {
    functions = List.copyOf(functions);
    newest = List.copyOf(newest);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("functions");
    for (Row row : functions) {
      json.writeStartObject();
      json.writeStringField("function", row.function());
      json.writeNumberField("coldStarts", row.coldStarts());
      row.medians().write(json);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("newest");
    for (Start start : newest) {
      write(json, start);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Start start) throws IOException {
    json.writeStartObject();
    json.writeStringField("invocationId", start.invocationId());
    json.writeStringField("function", start.function());
    json.writeStringField("node", start.node());
    json.writeStringField("startedUtc", start.startedUtc());
    start.parts().write(json);
    json.writeEndObject();
  }
}
