package dev.perigee.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/// Points in time as text: `2026-11-21T08:52:05.123Z`, cut to the millisecond. Days are counted
/// with the proleptic Gregorian calendar (the civil-from-days arithmetic in integers), which is
/// what java.time does but without objects: an export writes one such text per entry.
public final class UtcText {
  static final long NS_PER_HOUR = 3_600_000_000_000L;
  private static final long NS_PER_MS = 1_000_000L;
  private static final long MS_PER_DAY = 86_400_000L;
  private static final long DAYS_PER_ERA = 146_097L;
  private static final long DAYS_TO_1970 = 719_468L;

  private UtcText() {}

  public static void append(StringBuilder out, long utcNs) {
    long ms = Math.floorDiv(utcNs, NS_PER_MS);
    long day = Math.floorDiv(ms, MS_PER_DAY);
    int msOfDay = (int) Math.floorMod(ms, MS_PER_DAY);
    appendDate(out, day);
    out.append('T');
    digits(out, msOfDay / 3_600_000, 2);
    out.append(':');
    digits(out, msOfDay / 60_000 % 60, 2);
    out.append(':');
    digits(out, msOfDay / 1_000 % 60, 2);
    out.append('.');
    digits(out, msOfDay % 1_000, 3);
    out.append('Z');
  }

  public static String of(long utcNs) {
    StringBuilder out = new StringBuilder(24);
    append(out, utcNs);
    return out.toString();
  }

  /// The start of the hour that holds the point in time.
  public static long hourOf(long utcNs) {
    return utcNs - Math.floorMod(utcNs, NS_PER_HOUR);
  }

  /// Reads an instant (`2026-11-21T08:52:05Z`, any number of decimals) or a day (`2026-11-21`, its
  /// start in UTC).
  public static long parse(String text) {
    try {
      Instant instant =
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text);
      return Math.addExact(
          Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new LedgerException(
          "'" + text + "' is no point in time: write 2026-11-21T08:52:05.123Z (UTC) or 2026-11-21");
    }
  }

  private static void appendDate(StringBuilder out, long day) {
    long shifted = day + DAYS_TO_1970;
    long era = Math.floorDiv(shifted, DAYS_PER_ERA);
    int dayOfEra = (int) (shifted - era * DAYS_PER_ERA);
    int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int marchMonth = (5 * dayOfYear + 2) / 153;
    int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    digits(out, (int) (era * 400) + yearOfEra + (month <= 2 ? 1 : 0), 4);
    out.append('-');
    digits(out, month, 2);
    out.append('-');
    digits(out, dayOfYear - (153 * marchMonth + 2) / 5 + 1, 2);
  }

  private static void digits(StringBuilder out, int value, int count) {
    int unit = 1;
    for (int i = 1; i < count; i++) {
      unit *= 10;
    }
    for (; unit > 0; unit /= 10) {
      out.append((char) ('0' + value / unit % 10));
    }
  }
}
