package dev.perigee.platform.aws;

import dev.perigee.api.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Fields of a JSON object that a client sent. A null is a field that is not there.
record Fields(Map<String, @Nullable Object> values) {
  static final Fields NONE = new Fields(Map.of());

  boolean has(String name) {
    return values.get(name) != null;
  }

  Optional<String> text(String name) {
    return switch (values.get(name)) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      default -> throw wrong(name, "a string");
    };
  }

  /// @param member as the service model writes it
  String needed(String name, String member) {
    return text(name).orElseThrow(() -> AwsException.validation("null", member, "not be null"));
  }

  Optional<Integer> integer(String name) {
    return switch (values.get(name)) {
      case null -> Optional.empty();
      case BigDecimal number when isInteger(number) -> Optional.of(number.intValue());
      default -> throw wrong(name, "a whole number");
    };
  }

  private static boolean isInteger(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0 && number.abs().longValue() <= 1 << 30;
  }

  boolean flag(String name) {
    return switch (values.get(name)) {
      case null -> false;
      case Boolean flag -> flag;
      default -> throw wrong(name, "true or false");
    };
  }

  Fields object(String name) {
    return switch (values.get(name)) {
      case null -> NONE;
      case Map<?, ?> map -> of(map);
      default -> throw wrong(name, "an object");
    };
  }

  @SuppressWarnings("unchecked")
  private static Fields of(Map<?, ?> map) {
    return new Fields((Map<String, @Nullable Object>) map);
  }

  SortedMap<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    values.keySet().forEach(name -> text(name).ifPresent(text -> texts.put(name, text)));
    return texts;
  }

  SortedMap<String, Double> numbers() {
    SortedMap<String, Double> numbers = new TreeMap<>();
    for (String name : values.keySet()) {
      if (!(values.get(name) instanceof BigDecimal number)) {
        throw wrong(name, "a number");
      }
      numbers.put(name, number.doubleValue());
    }
    return numbers;
  }

  List<?> list(String name) {
    return switch (values.get(name)) {
      case null -> List.of();
      case List<?> list -> list;
      default -> throw wrong(name, "a list");
    };
  }

  /// A field as JSON.
  String json(String name) {
    return Json.text(json -> Json.write(json, values.get(name)));
  }

  private static AwsException wrong(String name, String wanted) {
    return AwsException.content("field " + name + " has to be " + wanted);
  }
}
