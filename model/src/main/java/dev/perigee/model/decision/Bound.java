package dev.perigee.model.decision;

import dev.perigee.model.ModelException;

/// How good a choice is by its own metric: its value and a value that no choice can be below.
///
/// @param metric what is compared, with its unit as the last word
public record Bound(String metric, double value, double lowerBound) {
  public Bound {
    ModelException.require(
        Double.isNaN(value) || lowerBound <= value, "lowerBound <= value " + value, lowerBound);
  }

  /// Nothing was chosen, so nothing is claimed.
  public static Bound none(String metric) {
    return new Bound(metric, Double.NaN, Double.NaN);
  }

  /// The most that the choice can be away from the best one, in the metric's unit.
  public double gap() {
    return value - lowerBound;
  }
}
