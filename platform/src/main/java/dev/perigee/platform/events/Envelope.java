package dev.perigee.platform.events;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.world.node.InvocationResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// What is told of the end of an event: the form that AWS Lambda sends to destinations.
final class Envelope {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Envelope() {}

  /// The largest event.
  static final int BYTES_MAX = 1 << 20;

  /// What is left when the payloads would make it too large for an event.
  static byte[] small(QueuedEvent event, String condition, int attempts, long utcNs) {
    return of(event.emptied(), condition, attempts, Optional.empty(), utcNs);
  }

  /// @param last the last answer; empty if no attempt had one
  static byte[] of(
      QueuedEvent event,
      String condition,
      int attempts,
      Optional<InvocationResult.Answered> last,
      long utcNs) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeStringField("version", "1.0");
      json.writeStringField(
          "timestamp", TIME.format(Instant.ofEpochMilli(Math.floorDiv(utcNs, 1_000_000L))));
      json.writeObjectFieldStart("requestContext");
      json.writeStringField("requestId", event.id().toString());
      json.writeStringField("functionArn", event.arn());
      json.writeStringField("condition", condition);
      json.writeNumberField("approximateInvokeCount", attempts);
      json.writeEndObject();
      json.writeFieldName("requestPayload");
      raw(json, event.payload());
      if (last.isPresent()) {
        answer(json, last.get());
      }
      json.writeEndObject();
    });
  }

  private static void answer(JsonGenerator json, InvocationResult.Answered answer)
      throws IOException {
    json.writeObjectFieldStart("responseContext");
    json.writeNumberField("statusCode", 200);
    json.writeStringField("executedVersion", answer.entry().versionText());
    if (answer.entry().outcome() != Outcome.OK) {
      json.writeStringField("functionError", "Unhandled");
    }
    json.writeEndObject();
    json.writeFieldName("responsePayload");
    raw(json, answer.payload());
  }

  /// An answer that is no JSON is told as text.
  private static void raw(JsonGenerator json, byte[] payload) throws IOException {
    String text = new String(payload, StandardCharsets.UTF_8);
    if (isJson(payload)) {
      json.writeRawValue(text);
    } else {
      json.writeString(text);
    }
  }

  private static boolean isJson(byte[] payload) {
    try {
      var _ = Json.read(payload);
      return payload.length > 0;
    } catch (WireException _) {
      return false;
    }
  }

  /// A result that is too large goes without what was sent and answered.
  static byte[] fitting(QueuedEvent event, EventNote.Settled note, byte[] result, long utcNs) {
    return result.length <= BYTES_MAX
        ? result
        : small(event, String.valueOf(note.condition()), note.attempts(), utcNs);
  }
}
