package dev.perigee.platform.http;

/// Integers of a millionth of a unit as plain decimals: 202083 is `0.202083`, 3000000 is `3`.
final class Millionths {
  private static final int UNIT = 1_000_000;
  private static final int DECIMALS = 6;

  private Millionths() {}

  static String text(long value) {
    long whole = value / UNIT;
    int rest = (int) Math.abs(value % UNIT);
    if (rest == 0) {
      return Long.toString(whole);
    }
    StringBuilder text = new StringBuilder(24);
    if (value < 0 && whole == 0) {
      text.append('-');
    }
    text.append(whole).append('.');
    int digits = DECIMALS;
    while (rest % 10 == 0) {
      rest /= 10;
      digits--;
    }
    int from = text.length();
    text.append(rest);
    while (text.length() - from < digits) {
      text.insert(from, '0');
    }
    return text.toString();
  }
}
