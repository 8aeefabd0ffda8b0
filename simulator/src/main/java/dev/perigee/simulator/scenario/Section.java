package dev.perigee.simulator.scenario;

import dev.perigee.simulator.scenario.Yaml.Mapping;
import dev.perigee.simulator.scenario.Yaml.Scalar;
import dev.perigee.simulator.scenario.Yaml.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One mapping of a scenario file while it is read. Every key that is asked for counts as known;
/// `close` reports the others. A value that is wrong is reported and replaced by a stand-in, so
/// that reading goes on and finds the next mistake.
final class Section {
  private final String name;
  private final Mapping mapping;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  Section(String name, Mapping mapping, Problems problems) {
    this.name = name;
    this.mapping = mapping;
    this.problems = problems;
  }

  /// The section of a value that should be a mapping.
  static Section of(String name, Yaml yaml, Problems problems) {
    if (yaml instanceof Mapping mapping) {
      return new Section(name, mapping, problems);
    }
    problems.add(yaml.line(), name + " must be a mapping, got " + Yaml.kind(yaml));
    return new Section(name, new Mapping(new LinkedHashMap<>(), yaml.line()), new Problems());
  }

  int line() {
    return mapping.line();
  }

  int line(String key) {
    Yaml value = mapping.fields().get(key);
    return value == null ? line() : value.line();
  }

  boolean has(String key) {
    known.add(key);
    return mapping.fields().containsKey(key);
  }

  void problem(String key, String text) {
    problems.add(line(key), name + "." + key + " " + text);
  }

  /// Reports what nobody asked for.
  void close() {
    mapping
        .fields()
        .forEach((key, value) -> {
          if (!known.contains(key)) {
            problems.add(
                value.line(),
                name + "." + key + " is unknown; allowed are " + String.join(", ", known));
          }
        });
  }

  String text(String key) {
    return required(key).map(value -> scalar(key, value)).orElse("");
  }

  String text(String key, String otherwise) {
    return optional(key).map(value -> scalar(key, value)).orElse(otherwise);
  }

  /// One of some words.
  String word(String key, List<String> allowed, String otherwise) {
    String word = text(key, otherwise);
    if (!allowed.contains(word)) {
      problem(key, "must be one of " + String.join(", ", allowed) + ", got '" + word + "'");
      return allowed.getFirst();
    }
    return word;
  }

  double quantity(String key, Quantity quantity) {
    return required(key).map(value -> quantity(key, value, quantity)).orElse(1.0);
  }

  double quantity(String key, Quantity quantity, double otherwise) {
    return optional(key).map(value -> quantity(key, value, quantity)).orElse(otherwise);
  }

  long durationNs(String key) {
    return Math.round(quantity(key, Quantity.DURATION));
  }

  long durationNs(String key, long otherwise) {
    return Math.round(quantity(key, Quantity.DURATION, (double) otherwise));
  }

  long whole(String key, long least, long otherwise) {
    Optional<Yaml> value = optional(key);
    return value.isPresent() ? whole(key, scalar(key, value.get()), least) : otherwise;
  }

  double number(String key, double least, double otherwise) {
    Optional<Yaml> value = optional(key);
    return value.isPresent() ? number(key, scalar(key, value.get()), least) : otherwise;
  }

  double requiredNumber(String key, double least) {
    Optional<Yaml> value = required(key);
    return value.isPresent() ? number(key, scalar(key, value.get()), least) : 1;
  }

  List<Section> sections(String key, String itemName) {
    List<Section> sections = new ArrayList<>();
    for (Yaml item : items(key)) {
      sections.add(of(itemName, item, problems));
    }
    return sections;
  }

  Optional<Section> section(String key, String itemName) {
    return optional(key).map(value -> of(itemName, value, problems));
  }

  @Nullable Yaml raw(String key) {
    known.add(key);
    return mapping.fields().get(key);
  }

  List<String> keys() {
    return List.copyOf(mapping.fields().keySet());
  }

  Problems problems() {
    return problems;
  }

  List<Yaml> items(String key) {
    Optional<Yaml> value = optional(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof Sequence sequence) {
      return sequence.items();
    }
    problem(key, "must be a list, got " + Yaml.kind(value.get()));
    return List.of();
  }

  private Optional<Yaml> optional(String key) {
    known.add(key);
    return Optional.ofNullable(mapping.fields().get(key));
  }

  private Optional<Yaml> required(String key) {
    Optional<Yaml> value = optional(key);
    if (value.isEmpty()) {
      problems.add(line(), name + " needs " + key);
    }
    return value;
  }

  private String scalar(String key, Yaml value) {
    if (value instanceof Scalar scalar) {
      return scalar.text();
    }
    problem(key, "must be a single value, got " + Yaml.kind(value));
    return "";
  }

  private double quantity(String key, Yaml value, Quantity quantity) {
    String text = scalar(key, value);
    OptionalDouble read = quantity.read(text);
    if (read.isEmpty()) {
      problem(key, "must be " + quantity.form() + ", got '" + text + "'");
    }
    return read.orElse(1);
  }

  private long whole(String key, String text, long least) {
    try {
      long value = Long.parseLong(text);
      if (value >= least) {
        return value;
      }
    } catch (NumberFormatException _) {
      // reported below, with what is allowed
    }
    problem(key, "must be a whole number >= " + least + ", got '" + text + "'");
    return Math.max(1, least);
  }

  private double number(String key, String text, double least) {
    try {
      double value = Double.parseDouble(text);
      if (value >= least && value < Double.POSITIVE_INFINITY) {
        return value;
      }
    } catch (NumberFormatException _) {
      // reported below, with what is allowed
    }
    problem(key, "must be a number >= " + least + ", got '" + text + "'");
    return Math.max(1, least);
  }
}
