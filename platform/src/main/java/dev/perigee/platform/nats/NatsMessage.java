package dev.perigee.platform.nats;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import dev.perigee.platform.trigger.CloudEvent;
import io.nats.client.Message;
import java.time.Instant;
import java.util.Arrays;

/// A message as an event.
final class NatsMessage {
  private NatsMessage() {}

  static byte[] bytes(Message message) {
    byte[] bytes = message.getData();
    return bytes == null ? new byte[0] : bytes;
  }

  /// @param stream that keeps it; empty if none does
  static CloudEvent event(Message message, String id, String stream, Instant time) {
    byte[] data = bytes(message);
    String source = stream.isEmpty() ? "/nats" : "/nats/" + stream;
    return CloudEvent.own(id, source, "nats.message", time.toString(), data)
        .with("subject", message.getSubject())
        .with("datacontenttype", contentType(data));
  }

  /// JSON if they are that, text if they are that, else bytes.
  private static String contentType(byte[] data) {
    if (!Arrays.equals(new String(data, UTF_8).getBytes(UTF_8), data)) {
      return "application/octet-stream";
    }
    try {
      var _ = Json.read(data);
      return new String(data, UTF_8).isBlank() ? "text/plain" : "application/json";
    } catch (WireException _) {
      return "text/plain";
    }
  }
}
