package dev.perigee.model.objective;

import dev.perigee.model.ModelException;

/// One promise or wish: SLOs, tolerances, network limits and budgets are all of this type.
///
/// @param windowNs time over which the statistic is taken; 0: each invocation by itself
/// @param bound largest allowed value, in the metric's unit
/// @param hard a hard objective is never traded; a soft one is met as well as its priority allows
/// @param priority lower is more important
public record Objective(
    Metric metric, Statistic statistic, long windowNs, double bound, boolean hard, int priority) {

  public Objective {
    ModelException.require(windowNs >= 0, "windowNs >= 0", windowNs);
    ModelException.require(!Double.isNaN(bound), "bound is a number", bound);
    ModelException.require(priority >= 0, "priority >= 0", priority);
  }

  /// What is measured; the unit is the last word.
  public enum Metric {
    LATENCY_NS,
    ENERGY_MICRO_J,
    CARBON_NANO_GRAMS_CO2E,
    COST_PICO_USD,
    ERROR_FRACTION,
    DELAY_NS,
    BYTES_PER_S
  }

  /// How many values become one.
  public enum Statistic {
    MEAN,
    P50,
    P95,
    P99,
    MAX,
    SUM
  }

  /// Whether a value keeps the promise.
  public boolean isKeptBy(double value) {
    return value <= bound;
  }
}
