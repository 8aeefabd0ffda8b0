package dev.perigee.energy;

/// How the power above idle grows with utilisation u in 0..1.
public enum PowerCurve {
  /// u.
  LINEAR,
  /// 2u - u^1.4: the first busy core costs more than the last (Fan, Weber, Barroso, "Power
  /// provisioning for a warehouse-sized computer", 2007).
  CONCAVE;

  private static final double EXPONENT = 1.4;

  /// The part of (P_max - P_min) that is drawn, 0 at u = 0 and 1 at u = 1. Above 1, which only a
  /// meter of CPU time that reads late can give, it goes on as u.
  public double at(double uFraction) {
    return uFraction * perUse(uFraction);
  }

  /// The same per unit of u: what one CPU second costs, as a multiple of P_max - P_min, when the
  /// node is at u.
  public double perUse(double uFraction) {
    EnergyException.nonNegative("utilisation", uFraction);
    return switch (this) {
      case LINEAR -> 1;
      case CONCAVE -> uFraction >= 1 ? 1 : 2 - StrictMath.pow(uFraction, EXPONENT - 1);
    };
  }
}
