package dev.perigee.platform.trigger;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import dev.perigee.platform.trigger.Source.Missed;
import dev.perigee.platform.trigger.Source.Store;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads what a trigger is to be, and collects all that is wrong with it.
public final class TriggerReader {
  private static final String NAME_RULE = "[A-Za-z0-9][A-Za-z0-9_.-]{0,139}";
  private static final int JITTER_S_MAX = 3_600;

  private final List<String> problems = new ArrayList<>();

  private TriggerReader() {}

  /// @param utcNs when it is set
  /// @throws WireException with everything that is wrong
  public static Trigger read(String tenant, String name, byte[] body, UUID generation, long utcNs) {
    TriggerReader reader = new TriggerReader();
    Map<String, @Nullable Object> fields = Json.readObject(body);
    reader.known(fields, "", List.of("function", "qualifier", "source", "retries", "ageMaxS"));
    reader.name("the trigger's name", name);
    String function = reader.text(fields, "function", "");
    if (function.isEmpty()) {
      reader.problems.add("function is missing: say which one the trigger runs");
    }
    String durable = Source.Nats.durableOf(tenant, name);
    Source source = reader.source(fields.get("source"), durable, utcNs);
    Trigger trigger =
        new Trigger(
            tenant,
            name,
            function,
            reader.text(fields, "qualifier", "$LATEST"),
            source,
            reader.number(fields, "retries", 0, 10),
            reader.number(fields, "ageMaxS", 60, 86_400),
            false,
            generation,
            utcNs);
    if (!reader.problems.isEmpty()) {
      throw new WireException(reader.problems);
    }
    return trigger;
  }

  private Source source(@Nullable Object value, String durable, long utcNs) {
    Map<String, @Nullable Object> fields = object("source", value);
    String kind = text(fields, "kind", "");
    return switch (kind) {
      case "cron" -> cron(fields, utcNs);
      case "event" -> event(fields);
      case "bucket", "table" -> change(Store.of(kind).orElseThrow(), fields);
      case "topic" -> topic(fields);
      case "nats" -> new NatsReader(this, fields).read(durable);
      default -> {
        problems.add(
            "source.kind is '"
                + kind
                + "': it has to be cron, event, bucket, table, topic or nats");
        yield new Source.Topic("");
      }
    };
  }

  private Source cron(Map<String, @Nullable Object> fields, long utcNs) {
    known(fields, "source.", List.of("kind", "schedule", "timezone", "jitterS", "missed"));
    String schedule = text(fields, "schedule", "");
    String zone = text(fields, "timezone", "UTC");
    try {
      var _ = Schedule.of(schedule, zone, utcNs);
    } catch (WireException e) {
      problems.addAll(e.problems());
    }
    String missed = text(fields, "missed", Missed.SKIP.text());
    int jitterS = number(fields, "jitterS", 0, JITTER_S_MAX).orElse(0);
    return new Source.Cron(schedule, zone, jitterS, missed(missed));
  }

  private Missed missed(String text) {
    return Arrays.stream(Missed.values())
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseGet(() -> {
          problems.add("source.missed is '" + text + "': it has to be skip, once or all");
          return Missed.SKIP;
        });
  }

  private Source event(Map<String, @Nullable Object> fields) {
    known(fields, "source.", List.of("kind", "filter"));
    SortedMap<String, String> filter = new TreeMap<>();
    object("source.filter", fields.getOrDefault("filter", Map.of()))
        .forEach((name, value) -> {
          if (value instanceof String text && text.matches("[*]?[^*]*|[^*]*[*]")) {
            filter.put(name, text);
          } else {
            problems.add(
                "source.filter.%s is %s: it has to be a text, with * at its end or beginning at most"
                    .formatted(name, value));
          }
        });
    return new Source.Event(filter);
  }

  private Source change(Store store, Map<String, @Nullable Object> fields) {
    known(fields, "source.", List.of("kind", "name", "prefix", "suffix"));
    String name = text(fields, "name", "");
    name("source.name", name);
    return new Source.Change(store, name, text(fields, "prefix", ""), text(fields, "suffix", ""));
  }

  private Source topic(Map<String, @Nullable Object> fields) {
    known(fields, "source.", List.of("kind", "name"));
    String name = text(fields, "name", "");
    name("source.name", name);
    return new Source.Topic(name);
  }

  private void name(String what, String name) {
    if (!name.matches(NAME_RULE)) {
      problems.add("%s is '%s': it has to match %s".formatted(what, name, NAME_RULE));
    }
  }

  void known(Map<String, @Nullable Object> fields, String at, List<String> names) {
    for (String name : fields.keySet()) {
      if (!names.contains(name)) {
        problems.add(
            "unknown key '%s%s': known are %s".formatted(at, name, String.join(", ", names)));
      }
    }
  }

  String text(Map<String, @Nullable Object> fields, String name, String otherwise) {
    return switch (fields.get(name)) {
      case null -> otherwise;
      case String text -> text;
      default -> {
        problems.add(name + " has to be a text");
        yield otherwise;
      }
    };
  }

  void problem(String text) {
    problems.add(text);
  }

  private OptionalInt number(Map<String, @Nullable Object> fields, String name, int min, int max) {
    Object value = fields.get(name);
    if (value == null) {
      return OptionalInt.empty();
    }
    if (value instanceof BigDecimal number
        && number.stripTrailingZeros().scale() <= 0
        && number.compareTo(BigDecimal.valueOf(min)) >= 0
        && number.compareTo(BigDecimal.valueOf(max)) <= 0) {
      return OptionalInt.of(number.intValue());
    }
    problems.add(
        "%s is %s: it has to be a whole number from %d to %d".formatted(name, value, min, max));
    return OptionalInt.empty();
  }

  @SuppressWarnings("unchecked") // a JSON object
  private Map<String, @Nullable Object> object(String name, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    problems.add(name + " has to be an object");
    return Map.of();
  }
}
