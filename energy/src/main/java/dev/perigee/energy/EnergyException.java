package dev.perigee.energy;

/// An input that no formula can take. The message says which value, in which unit, and what is
/// allowed.
public final class EnergyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EnergyException(String message) {
    super(message);
  }

  static double nonNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new EnergyException(name + " must be a finite number >= 0, got " + value);
    }
    return value;
  }

  static long within(String name, long value, long max) {
    if (value < 0 || value > max) {
      throw new EnergyException(name + " must be 0.." + max + ", got " + value);
    }
    return value;
  }

  static long nonNegative(String name, long value) {
    if (value < 0) {
      throw new EnergyException(name + " must be >= 0, got " + value);
    }
    return value;
  }
}
