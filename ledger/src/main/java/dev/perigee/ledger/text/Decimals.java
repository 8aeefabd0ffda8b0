package dev.perigee.ledger.text;

import java.math.BigDecimal;

/// Numbers as plain decimals: no exponent, no trailing zeros, nothing rounded.
public final class Decimals {
  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private Decimals() {}

  /// `value / 10^decimals`, exactly: 202083 with 6 decimals is `0.202083`.
  ///
  /// @param decimals 0..18
  public static void append(StringBuilder out, long value, int decimals) {
    long unit = POWERS[decimals];
    long whole = value / unit;
    if (value < 0 && whole == 0) {
      out.append('-');
    }
    out.append(whole);
    fraction(out, Math.abs(value % unit), decimals);
  }

  public static String of(long value, int decimals) {
    StringBuilder out = new StringBuilder(24);
    append(out, value, decimals);
    return out.toString();
  }

  /// The shortest decimal that reads back as the same double.
  public static void append(StringBuilder out, double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      out.append((long) value);
    } else {
      out.append(new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString());
    }
  }

  /// GiB-seconds of `memoryMb` MiB over `ns`, exactly: MiB x ns / 1024 / 1e9 has at most 19
  /// decimals, for 1/1024 is 9,765,625 / 1e10.
  static void appendGbS(StringBuilder out, long mbNs) {
    appendGbS(out, mbNs / 1_000_000_000L, mbNs % 1_000_000_000L);
  }

  /// The same for `mbS` MiB-seconds and `mbNs` < 1e9 MiB-nanoseconds.
  static void appendGbS(StringBuilder out, long mbS, long mbNs) {
    long wholeGbNs = (mbS % 1_024 * 1_000_000_000L + mbNs) / 1_024;
    long restMbNs = (mbS % 1_024 * 1_000_000_000L + mbNs) % 1_024;
    long whole = mbS / 1_024;
    out.append(whole);
    int point = out.length();
    fraction(out, wholeGbNs, 9);
    if (restMbNs != 0) {
      if (out.length() == point) {
        out.append('.');
      }
      while (out.length() < point + 10) {
        out.append('0');
      }
      long digits = restMbNs * 9_765_625L;
      for (int decimals = 10; digits != 0; decimals--) {
        out.append((char) ('0' + digits / POWERS[decimals - 1]));
        digits %= POWERS[decimals - 1];
      }
    }
  }

  private static void fraction(StringBuilder out, long value, int decimals) {
    long rest = value;
    if (rest == 0) {
      return;
    }
    out.append('.');
    for (int left = decimals - 1; rest != 0; left--) {
      out.append((char) ('0' + rest / POWERS[left]));
      rest %= POWERS[left];
    }
  }
}
