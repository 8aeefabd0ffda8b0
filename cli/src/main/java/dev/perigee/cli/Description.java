package dev.perigee.cli;

import dev.perigee.cli.show.Console;
import dev.perigee.cli.show.Figures;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An object of the interface as lines of name and value.
final class Description {
  private Description() {}

  static void print(Console console, Map<String, @Nullable Object> fields) {
    int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0) + 2;
    fields.forEach((name, value) ->
        console.out().println((name + " ".repeat(width - name.length()) + text(value)).strip()));
  }

  private static String text(@Nullable Object value) {
    return value instanceof List<?> list
        ? String.join(", ", list.stream().map(String::valueOf).toList())
        : Figures.exact(value);
  }
}
