package dev.perigee.energy;

import java.math.BigDecimal;
import java.math.RoundingMode;

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

  /// `one x two / divisor`, half to even, for factors of at least 0. A product that leaves 64 bits
  /// is rare: then it takes the long way.
  static long halfEven(long one, long two, long divisor) {
    long product = one * two;
    if (Math.multiplyHigh(one, two) == 0 && product >= 0) {
      return halfEven(product, divisor);
    }
    return BigDecimal.valueOf(one)
        .multiply(BigDecimal.valueOf(two))
        .divide(BigDecimal.valueOf(divisor), 0, RoundingMode.HALF_EVEN)
        .longValueExact();
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
