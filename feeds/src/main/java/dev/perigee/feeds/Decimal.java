package dev.perigee.feeds;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Decimal text to integers and finite doubles; what isn't one throws NumberFormatException.
final class Decimal {
  private Decimal() {}

  /// The number times 10^digits, rounded half to even: exact where a double isn't.
  static long scaled(String text, int digits) {
    return scaled(new BigDecimal(text), digits);
  }

  static long scaled(BigDecimal number, int digits) {
    try {
      return number.movePointRight(digits).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    } catch (ArithmeticException e) {
      throw (NumberFormatException)
          new NumberFormatException(number + " is too large").initCause(e);
    }
  }

  /// A finite number of at least 0.
  static double nonNegative(String text) {
    double value = Double.parseDouble(text);
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new NumberFormatException(text);
    }
    return value;
  }
}
