package dev.perigee.platform.trigger;

import dev.perigee.api.Json;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

/// What makes a function run by itself.
///
/// @param qualifier of the function; an alias is looked up at each attempt
/// @param retries attempts after the first; empty: as the function has it
/// @param ageMaxS older events are given up; empty: as the function has it
/// @param isPaused whether its events are let go by
/// @param generation new whenever it is set anew
/// @param sinceUtcNs when it was set or resumed
public record Trigger(
    String tenant,
    String name,
    String function,
    String qualifier,
    Source source,
    OptionalInt retries,
    OptionalInt ageMaxS,
    boolean isPaused,
    UUID generation,
    long sinceUtcNs) {

  /// @param utcNs now
  public Trigger paused(boolean paused, long utcNs) {
    return new Trigger(
        tenant,
        name,
        function,
        qualifier,
        source,
        retries,
        ageMaxS,
        paused,
        generation,
        paused ? sinceUtcNs : utcNs);
  }

  /// As it was set, without its secrets.
  public byte[] json() {
    return json(false);
  }

  /// As it was set, in the form that [TriggerReader] reads.
  public byte[] secretJson() {
    return json(true);
  }

  private byte[] json(boolean withSecrets) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeStringField("function", function);
      json.writeStringField("qualifier", qualifier);
      if (retries.isPresent()) {
        json.writeNumberField("retries", retries.getAsInt());
      }
      if (ageMaxS.isPresent()) {
        json.writeNumberField("ageMaxS", ageMaxS.getAsInt());
      }
      json.writeObjectFieldStart("source");
      json.writeStringField("kind", source.kind());
      switch (source) {
        case Source.Cron cron -> {
          json.writeStringField("schedule", cron.schedule());
          json.writeStringField("timezone", cron.timezone());
          json.writeNumberField("jitterS", cron.jitterS());
          json.writeStringField("missed", cron.missed().text());
        }
        case Source.Event event -> {
          json.writeObjectFieldStart("filter");
          for (Map.Entry<String, String> each : event.filter().entrySet()) {
            json.writeStringField(each.getKey(), each.getValue());
          }
          json.writeEndObject();
        }
        case Source.Change change -> {
          json.writeStringField("name", change.name());
          json.writeStringField("prefix", change.prefix());
          json.writeStringField("suffix", change.suffix());
        }
        case Source.Topic topic -> json.writeStringField("name", topic.name());
        case Source.Nats nats -> {
          json.writeStringField("server", nats.server());
          json.writeStringField("subject", nats.subject());
          json.writeStringField("durable", nats.durable());
          if (withSecrets) {
            nats.login().write(json);
          }
        }
      }
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  /// Whether an event that was sent to the platform is for it.
  public boolean wants(CloudEvent event) {
    return source instanceof Source.Event(var filter)
        && filter.entrySet().stream()
            .allMatch(each -> fits(each.getValue(), event.attribute(each.getKey())));
  }

  /// Whether something in a store that changed is for it.
  public boolean wants(Source.Store store, String resource, String key) {
    return source instanceof Source.Change change
        && change.store() == store
        && change.name().equals(resource)
        && key.startsWith(change.prefix())
        && key.endsWith(change.suffix());
  }

  private static boolean fits(String wanted, String value) {
    if (wanted.endsWith("*")) {
      return value.startsWith(wanted.substring(0, wanted.length() - 1));
    }
    return wanted.startsWith("*") ? value.endsWith(wanted.substring(1)) : value.equals(wanted);
  }
}
