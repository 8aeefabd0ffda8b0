package dev.perigee.platform.firing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import dev.perigee.platform.trigger.CloudEvent;
import java.time.Instant;
import java.util.UUID;

/// What was published on a topic, as an event.
final class TopicMessage {
  private TopicMessage() {}

  /// @param message JSON, or text if it is none
  static CloudEvent event(String topic, String message, long utcNs) {
    CloudEvent event =
        CloudEvent.own(
            UUID.randomUUID().toString(),
            "/topics/" + topic,
            "topic.message",
            Instant.ofEpochSecond(0, utcNs).toString(),
            message.getBytes(UTF_8));
    return isJson(message) ? event : event.with("datacontenttype", "text/plain");
  }

  private static boolean isJson(String message) {
    try {
      var _ = Json.read(message.getBytes(UTF_8));
      return !message.isBlank();
    } catch (WireException _) {
      return false;
    }
  }
}
