package dev.perigee.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say where a trigger's events come from.
final class TriggerSource {
  @Option(
      names = "--cron",
      paramLabel = "SCHEDULE",
      description =
          "Points in time: 'MIN HOUR DAY MONTH WEEKDAY', 'cron(..)' or 'rate(5 minutes)'.")
  private @Nullable String cron;

  @Option(
      names = "--timezone",
      paramLabel = "ZONE",
      description = "Of --cron, such as Europe/Vienna; default: UTC.")
  private @Nullable String timezone;

  @Option(
      names = "--jitter-s",
      paramLabel = "S",
      description = "Of --cron: each run comes up to so many seconds later.")
  private @Nullable Integer jitterS;

  @Option(
      names = "--missed",
      paramLabel = "WHAT",
      description =
          "Of --cron: what becomes of runs that the platform slept through: skip, once or all.")
  private @Nullable String missed;

  @Option(
      names = "--event",
      paramLabel = "ATTRIBUTE=VALUE",
      description =
          "CloudEvents with this attribute; a* begins with a, *z ends with z. Several must all"
              + " fit.")
  private @Nullable Map<String, String> event;

  @Option(names = "--bucket", paramLabel = "NAME", description = "Changes of objects in a bucket.")
  private @Nullable String bucket;

  @Option(names = "--table", paramLabel = "NAME", description = "Changes of keys in a table.")
  private @Nullable String table;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "Of --bucket and --table: what keys have to begin with.")
  private @Nullable String prefix;

  @Option(
      names = "--suffix",
      paramLabel = "TEXT",
      description = "Of --bucket and --table: what keys have to end with.")
  private @Nullable String suffix;

  @Option(names = "--topic", paramLabel = "NAME", description = "What is published on a topic.")
  private @Nullable String topic;

  @Option(
      names = "--nats",
      paramLabel = "SUBJECT",
      description =
          "Messages of a NATS server; * is any word, > at the end all that follow. NATS_USER and"
              + " NATS_PASSWORD are its login if they are set.")
  private @Nullable String nats;

  @Option(
      names = "--nats-server",
      paramLabel = "URL",
      description = "Of --nats: nats://HOST:PORT or tls://HOST:PORT.")
  private @Nullable String natsServer;

  @Option(
      names = "--nats-durable",
      paramLabel = "NAME",
      description = "Of --nats: who names the same one shares the messages; default: the trigger.")
  private @Nullable String natsDurable;

  @Option(
      names = "--nats-credentials-file",
      paramLabel = "FILE",
      description = "Of --nats: who logs in, as a .creds file has it.")
  private @Nullable Path natsCredentials;

  @Option(
      names = "--nats-ca-file",
      paramLabel = "FILE",
      description = "Of --nats with tls://: certificates that sign for the server, as PEM.")
  private @Nullable Path natsCa;

  /// Several sources or none are refused by the platform, which names the kinds.
  ///
  /// @param environment variables of the process
  void write(JsonGenerator json, Map<String, String> environment) throws IOException {
    json.writeStartObject();
    Map<String, @Nullable String> kinds = new LinkedHashMap<>();
    kinds.put("cron", cron);
    kinds.put("event", event == null ? null : "");
    kinds.put("bucket", bucket);
    kinds.put("table", table);
    kinds.put("topic", topic);
    kinds.put("nats", nats);
    kinds.values().removeIf(value -> value == null);
    json.writeStringField("kind", String.join("+", kinds.keySet()));
    text(json, "schedule", cron);
    text(json, "timezone", timezone);
    if (jitterS != null) {
      json.writeNumberField("jitterS", jitterS);
    }
    text(json, "missed", missed);
    if (event != null) {
      json.writeObjectFieldStart("filter");
      for (Map.Entry<String, String> each : event.entrySet()) {
        json.writeStringField(each.getKey(), each.getValue());
      }
      json.writeEndObject();
    }
    text(json, "name", bucket);
    text(json, "name", table);
    text(json, "name", topic);
    text(json, "prefix", prefix);
    text(json, "suffix", suffix);
    if (nats != null) {
      nats(json, environment);
    }
    json.writeEndObject();
  }

  private void nats(JsonGenerator json, Map<String, String> environment) throws IOException {
    text(json, "subject", nats);
    text(json, "server", natsServer);
    text(json, "durable", natsDurable);
    text(json, "ca", content(natsCa));
    if (natsCredentials == null) {
      text(json, "user", environment.get("NATS_USER"));
      text(json, "password", environment.get("NATS_PASSWORD"));
    } else {
      text(json, "credentials", content(natsCredentials));
    }
  }

  private static @Nullable String content(@Nullable Path file) {
    try {
      return file == null ? null : Files.readString(file);
    } catch (IOException e) {
      throw new VerbException("can't read " + file + ": " + e.getMessage());
    }
  }

  private static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }
}
