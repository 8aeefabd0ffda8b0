package dev.perigee.platform.mapping;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether a JSON value fits a pattern as AWS writes them: objects fit by their fields, a list of
/// values fits if one of them does; `prefix`, `suffix`, `exists`, `anything-but` and `numeric`
/// stand for many values.
public final class Pattern {
  private Pattern() {}

  /// @throws WireException if it is none
  public static void require(String pattern) {
    require(read(pattern), "");
  }

  private static Map<String, @Nullable Object> read(String pattern) {
    return Json.readObject(pattern.getBytes(StandardCharsets.UTF_8));
  }

  private static void require(Map<?, ?> pattern, String at) {
    pattern.forEach((name, rule) -> {
      if (rule instanceof Map<?, ?> below) {
        require(below, at + name + ".");
      } else if (!(rule instanceof List<?>)) {
        throw new WireException(
            List.of("pattern " + at + name + " is " + rule + ": it has to be a list or an object"));
      }
    });
  }

  static boolean fits(String pattern, @Nullable Object value) {
    return fits(read(pattern), value);
  }

  private static boolean fits(Map<?, ?> pattern, @Nullable Object value) {
    Map<?, ?> fields = value instanceof Map<?, ?> map ? map : Map.of();
    return pattern.entrySet().stream()
        .allMatch(rule -> {
          Object found = fields.get(rule.getKey());
          return rule.getValue() instanceof Map<?, ?> below
              ? fits(below, found)
              : rule.getValue() instanceof List<?> allowed
                  && allowed.stream()
                      .anyMatch(each -> isOne(each, found, fields.containsKey(rule.getKey())));
        });
  }

  private static boolean isOne(@Nullable Object rule, @Nullable Object found, boolean isThere) {
    if (found instanceof List<?> list) {
      return list.stream().anyMatch(each -> isOne(rule, each, true));
    }
    if (!(rule instanceof Map<?, ?> special)) {
      return isThere && same(rule, found);
    }
    return special.entrySet().stream()
        .allMatch(each -> holds(String.valueOf(each.getKey()), each.getValue(), found, isThere));
  }

  private static boolean holds(
      String what, @Nullable Object argument, @Nullable Object found, boolean isThere) {
    return switch (what) {
      case "exists" -> Boolean.TRUE.equals(argument) == isThere;
      case "prefix" -> found instanceof String text && text.startsWith(String.valueOf(argument));
      case "suffix" -> found instanceof String text && text.endsWith(String.valueOf(argument));
      case "equals-ignore-case" ->
          found instanceof String text && text.equalsIgnoreCase(String.valueOf(argument));
      case "anything-but" ->
          isThere
              && (argument instanceof List<?> list
                  ? list.stream().noneMatch(each -> same(each, found))
                  : !same(argument, found));
      case "numeric" ->
          found instanceof BigDecimal number
              && argument instanceof List<?> bounds
              && inside(number, bounds);
      default -> false;
    };
  }

  private static boolean inside(BigDecimal number, List<?> bounds) {
    for (int i = 0; i + 1 < bounds.size(); i += 2) {
      if (!(bounds.get(i + 1) instanceof BigDecimal bound)) {
        return false;
      }
      int order = number.compareTo(bound);
      boolean holds =
          switch (String.valueOf(bounds.get(i))) {
            case "=" -> order == 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> false;
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(@Nullable Object wanted, @Nullable Object found) {
    if (wanted instanceof BigDecimal a && found instanceof BigDecimal b) {
      return a.compareTo(b) == 0;
    }
    return wanted == null ? found == null : wanted.equals(found);
  }
}
