package dev.perigee.simulator.scenario;

import java.util.LinkedHashMap;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What can be measured in a scenario file: a number and a unit, such as `8 ms`.
final class Quantity {
  static final Quantity DURATION =
      new Quantity(units("ns", 1, "us", 1e3, "ms", 1e6, "s", 1e9, "min", 60e9, "h", 3_600e9));
  static final Quantity MEMORY = new Quantity(units("MB", 1, "GB", 1_024));
  static final Quantity SIZE = new Quantity(units("B", 1, "kB", 1e3, "MB", 1e6, "GB", 1e9));
  static final Quantity BANDWIDTH =
      new Quantity(units("B/s", 1, "kB/s", 1e3, "MB/s", 1e6, "GB/s", 1e9));
  static final Quantity POWER = new Quantity(units("mW", 1e-3, "W", 1, "kW", 1e3));
  static final Quantity RATE = new Quantity(units("/s", 1, "/min", 1 / 60.0, "/h", 1 / 3_600.0));
  static final Quantity INTENSITY = new Quantity(units("g/kWh", 1));

  private static final Pattern FORM = Pattern.compile("([0-9.]+(?:[eE][-+]?[0-9]+)?)\\s*(\\S+)");

  private final SequencedMap<String, Double> units;

  private Quantity(SequencedMap<String, Double> units) {
    this.units = units;
  }

  /// The value in the base unit, empty if the text is no such quantity.
  OptionalDouble read(String text) {
    if (text.equals("0")) {
      return OptionalDouble.of(0);
    }
    Matcher matcher = FORM.matcher(text);
    Double factor = matcher.matches() ? units.get(matcher.group(2)) : null;
    if (factor == null) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Double.parseDouble(matcher.group(1)) * factor);
    } catch (NumberFormatException _) {
      return OptionalDouble.empty();
    }
  }

  /// How it is written, for messages.
  String form() {
    return "a number >= 0 with one of the units " + String.join(", ", units.keySet());
  }

  private static SequencedMap<String, Double> units(Object... namesAndFactors) {
    SequencedMap<String, Double> units = new LinkedHashMap<>();
    for (int i = 0; i < namesAndFactors.length; i += 2) {
      units.put((String) namesAndFactors[i], ((Number) namesAndFactors[i + 1]).doubleValue());
    }
    return units;
  }
}
