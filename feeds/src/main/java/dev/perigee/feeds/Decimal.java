package dev.perigee.feeds;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Decimal text to integers and finite doubles; what isn't one throws NumberFormatException.
///
/// Feeds are long lists of short numbers such as `216.6`: those take a path that makes no objects.
/// Its results are the same: up to 15 digits and powers of ten up to 10^22 are exact as doubles, so
/// one division rounds once.
final class Decimal {
  private static final int EXACT_DIGITS_MAX = 15;

  /// Beyond it numbers are not even multiplied out: 1e40000000 would take minutes.
  private static final int LONG_DIGITS_MAX = 19;

  private static final double[] TENS = new double[EXACT_DIGITS_MAX + 1];
  private static final long[] LONG_TENS = new long[EXACT_DIGITS_MAX + 1];

  static {
    long ten = 1;
    for (int i = 0; i <= EXACT_DIGITS_MAX; i++, ten *= 10) {
      TENS[i] = ten;
      LONG_TENS[i] = ten;
    }
  }

  private Decimal() {}

  /// The number times 10^digits, rounded half to even: exact where a double isn't.
  static long scaled(String text, int digits) {
    int fraction = shortFraction(text);
    if (fraction < 0 || fraction > digits || text.length() + digits - fraction > EXACT_DIGITS_MAX) {
      return scaled(new BigDecimal(text), digits);
    }
    return mantissa(text) * LONG_TENS[digits - fraction];
  }

  static long scaled(BigDecimal number, int digits) {
    long whole = (long) number.precision() - number.scale() + digits;
    if (whole < 0) {
      return 0;
    }
    if (number.signum() != 0 && whole > LONG_DIGITS_MAX) {
      throw new NumberFormatException(number + " is too large");
    }
    try {
      return number.movePointRight(digits).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    } catch (ArithmeticException e) {
      throw (NumberFormatException)
          new NumberFormatException(number + " is too large").initCause(e);
    }
  }

  /// A finite number of at least 0.
  static double nonNegative(String text) {
    int fraction = shortFraction(text);
    double value = fraction < 0 ? Double.parseDouble(text) : mantissa(text) / TENS[fraction];
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new NumberFormatException(text);
    }
    return value;
  }

  /// Digits behind the point, if the text is nothing but at most 15 digits with at most one point
  /// among them; else -1.
  private static int shortFraction(String text) {
    int point = -1;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == '.' && point < 0) {
        point = i;
      } else if (c < '0' || c > '9') {
        return -1;
      }
    }
    int digits = point < 0 ? length : length - 1;
    if (digits == 0 || digits > EXACT_DIGITS_MAX) {
      return -1;
    }
    return point < 0 ? 0 : length - 1 - point;
  }

  private static long mantissa(String text) {
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '.') {
        value = value * 10 + (c - '0');
      }
    }
    return value;
  }
}
