package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/// One piece of work in a trace.
///
/// @param parentId empty if nothing led to it
/// @param kind `server`, `consumer` or `internal`
/// @param attributes texts, numbers and truth values
public record SpanView(
    String traceId,
    String spanId,
    String parentId,
    String name,
    String kind,
    String startedUtc,
    long startUtcNs,
    long endUtcNs,
    boolean failed,
    Map<String, Object> attributes)
    implements Wire {
  private static final double NS_PER_MS = 1e6;

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", traceId);
    json.writeStringField("spanId", spanId);
    json.writeStringField("parentId", parentId);
    json.writeStringField("name", name);
    json.writeStringField("kind", kind);
    json.writeStringField("startedUtc", startedUtc);
    json.writeStringField("startUtcNs", Long.toString(startUtcNs));
    json.writeNumberField("durationMs", (endUtcNs - startUtcNs) / NS_PER_MS);
    json.writeBooleanField("failed", failed);
    json.writeObjectFieldStart("attributes");
    for (Map.Entry<String, Object> each : attributes.entrySet()) {
      json.writeFieldName(each.getKey());
      switch (each.getValue()) {
        case Boolean truth -> json.writeBoolean(truth);
        case Double number -> json.writeNumber(number);
        case Long number -> json.writeNumber(number);
        default -> json.writeString(each.getValue().toString());
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
