package dev.perigee.energy;

/// From a model's double to the integer that is booked.
final class Rounding {
  private static final double LONG_MAX = 9.2e18;

  private Rounding() {}

  /// Half to even.
  static long halfEven(String name, double value) {
    if (!(Math.abs(value) < LONG_MAX)) {
      throw new EnergyException(name + " of " + value + " doesn't fit into 64 bits");
    }
    return (long) Math.rint(value);
  }

  /// `dividend / divisor`, half to even, for a divisor above 0.
  static long halfEven(long dividend, long divisor) {
    long quotient = Math.floorDiv(dividend, divisor);
    long rest = Math.floorMod(dividend, divisor);
    int side = Long.compare(rest, divisor - rest);
    boolean up = side > 0 || side == 0 && (quotient & 1) == 1;
    return up ? quotient + 1 : quotient;
  }
}
