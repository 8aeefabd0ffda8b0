package dev.perigee.platform.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Json;
import dev.perigee.platform.control.Span;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Spans in the JSON form of OTLP 1.x: ids in hexadecimal, 64-bit integers as texts.
final class OtlpJson {
  private static final int ERROR = 2;

  private OtlpJson() {}

  static byte[] of(List<Span> spans, String release) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("resourceSpans");
      json.writeStartObject();
      json.writeObjectFieldStart("resource");
      attributes(
          json, new TreeMap<>(Map.of("service.name", "perigee", "service.version", release)));
      json.writeEndObject();
      json.writeArrayFieldStart("scopeSpans");
      json.writeStartObject();
      json.writeObjectFieldStart("scope");
      json.writeStringField("name", "dev.perigee");
      json.writeEndObject();
      json.writeArrayFieldStart("spans");
      for (Span span : spans) {
        write(json, span);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void write(JsonGenerator json, Span span) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", span.traceId());
    json.writeStringField("spanId", span.spanId());
    if (!span.parentId().isEmpty()) {
      json.writeStringField("parentSpanId", span.parentId());
    }
    json.writeStringField("name", span.name());
    json.writeNumberField("kind", kind(span.kind()));
    json.writeStringField("startTimeUnixNano", Long.toString(span.startUtcNs()));
    json.writeStringField("endTimeUnixNano", Long.toString(span.endUtcNs()));
    attributes(json, span.attributes());
    if (span.failed()) {
      json.writeObjectFieldStart("status");
      json.writeNumberField("code", ERROR);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static int kind(Span.Kind kind) {
    return switch (kind) {
      case INTERNAL -> 1;
      case SERVER -> 2;
      case CONSUMER -> 5;
    };
  }

  private static void attributes(JsonGenerator json, Map<String, Object> named) throws IOException {
    json.writeArrayFieldStart("attributes");
    for (Map.Entry<String, Object> each : named.entrySet()) {
      json.writeStartObject();
      json.writeStringField("key", each.getKey());
      json.writeObjectFieldStart("value");
      switch (each.getValue()) {
        case Boolean truth -> json.writeBooleanField("boolValue", truth);
        case Double number -> json.writeNumberField("doubleValue", number);
        case Long number -> json.writeStringField("intValue", number.toString());
        default -> json.writeStringField("stringValue", each.getValue().toString());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
