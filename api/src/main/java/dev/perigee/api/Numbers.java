package dev.perigee.api;

import java.math.BigDecimal;

/// Integers of a small unit as plain decimals of the large one.
final class Numbers {
  private Numbers() {}

  /// 1500 is 1.5, 3000 is 3.
  static BigDecimal thousandths(long value) {
    BigDecimal decimal = BigDecimal.valueOf(value, 3).stripTrailingZeros();
    return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
  }
}
