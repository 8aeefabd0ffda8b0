package dev.perigee.feeds;

import java.time.LocalDate;

/// Hours since 1970 as a number, and what the calendar says of them.
final class HourOfUtc {
  static final int PER_DAY = 24;
  private static final long NS_PER_HOUR = 3_600_000_000_000L;

  private HourOfUtc() {}

  static long ofUtcNs(long utcNs) {
    return Math.floorDiv(utcNs, NS_PER_HOUR);
  }

  static int hourOfDay(long hour) {
    return (int) Math.floorMod(hour, (long) PER_DAY);
  }

  static LocalDate date(long hour) {
    return LocalDate.ofEpochDay(Math.floorDiv(hour, (long) PER_DAY));
  }

  /// The first hour of the year that holds the hour.
  static long firstOfYear(long hour) {
    return LocalDate.ofYearDay(date(hour).getYear(), 1).toEpochDay() * PER_DAY;
  }
}
