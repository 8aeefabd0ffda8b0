package dev.perigee.platform.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.platform.control.Settings;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How many workers of a version or alias were asked for ahead of calls, and when. Kept among the
/// documents of the function's settings.
record Wanted(int workerCount, long modifiedUtcNs) {
  private static final String KIND = "provisioned:";

  /// All that a function has, by qualifier.
  static SortedMap<String, Wanted> of(Settings settings) {
    SortedMap<String, Wanted> all = new TreeMap<>();
    settings
        .documents()
        .tailMap(KIND)
        .forEach((key, json) -> {
          if (key.startsWith(KIND)) {
            all.put(key.substring(KIND.length()), read(json));
          }
        });
    return all;
  }

  private static Wanted read(String json) {
    Map<String, @Nullable Object> fields = Json.readObject(json.getBytes(UTF_8));
    return new Wanted((int) number(fields.get("workerCount")), number(fields.get("modifiedUtcNs")));
  }

  private static long number(@Nullable Object value) {
    return value instanceof BigDecimal number ? number.longValue() : 0;
  }

  Settings in(Settings settings, String qualifier) {
    return settings.withDocument(
        KIND + qualifier,
        Json.text(json -> {
          json.writeStartObject();
          json.writeNumberField("workerCount", workerCount);
          json.writeNumberField("modifiedUtcNs", modifiedUtcNs);
          json.writeEndObject();
        }));
  }

  static boolean isIn(Settings settings, String qualifier) {
    return settings.documents().containsKey(KIND + qualifier);
  }

  static Settings without(Settings settings, String qualifier) {
    return settings.withoutDocument(KIND + qualifier);
  }
}
