package dev.perigee.api;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a small JSON object and collects all that is wrong with it.
final class BodyReader {
  private final Map<String, @Nullable Object> fields;
  private final List<String> problems = new ArrayList<>();

  private BodyReader(Map<String, @Nullable Object> fields) {
    this.fields = fields;
  }

  static BodyReader of(byte[] body, String... known) {
    BodyReader reader = new BodyReader(Json.readObject(body));
    List<String> names = List.of(known);
    for (String name : reader.fields.keySet()) {
      if (!names.contains(name)) {
        reader.reject("unknown key '" + name + "': known are " + String.join(", ", names));
      }
    }
    return reader;
  }

  Optional<String> text(String name) {
    @Nullable Object value = fields.get(name);
    if (value == null || value instanceof String) {
      return Optional.ofNullable((String) value);
    }
    reject(name + " has to be text");
    return Optional.empty();
  }

  /// A number from 1 on.
  int count(String name) {
    if (fields.get(name) instanceof BigDecimal number
        && number.stripTrailingZeros().scale() <= 0
        && number.signum() > 0
        && number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
      return number.intValue();
    }
    reject(name + " has to be a whole number from 1 on");
    return 1;
  }

  Map<?, ? extends @Nullable Object> map(String name) {
    @Nullable Object value = fields.get(name);
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    reject(name + " has to be an object");
    return Map.of();
  }

  void reject(String problem) {
    problems.add(problem);
  }

  /// @throws WireException if anything was wrong
  void check() {
    if (!problems.isEmpty()) {
      throw new WireException(problems);
    }
  }
}
