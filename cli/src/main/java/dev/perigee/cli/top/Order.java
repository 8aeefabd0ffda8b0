package dev.perigee.cli.top;

import java.util.Comparator;

/// What functions are ordered by, largest first; names from the beginning of the alphabet.
public enum Order {
  calls,
  errors,
  p50,
  p99,
  cold,
  energy,
  carbon,
  cost,
  running,
  waiting,
  name;

  Comparator<FunctionLine> comparator() {
    return Comparator.comparingDouble(this::key).reversed().thenComparing(FunctionLine::name);
  }

  private double key(FunctionLine line) {
    return switch (this) {
      case calls -> line.callsPerS();
      case errors -> line.errorsPerS();
      case p50 -> line.p50Ms();
      case p99 -> line.p99Ms();
      case cold -> line.coldStarts();
      case energy -> line.milliJPerCall();
      case carbon -> line.gramsPerCall();
      case cost -> line.usdPerH();
      case running -> line.inFlight();
      case waiting -> line.waiting();
      case name -> 0;
    };
  }
}
