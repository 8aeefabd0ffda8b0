package dev.perigee.platform.aws;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Points in time as the API writes them.
final class Times {
  private static final DateTimeFormatter MODIFIED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

  private Times() {}

  /// `2026-11-21T08:52:05.123+0000`.
  static String modified(long utcNs) {
    return MODIFIED.format(instant(utcNs));
  }

  static Instant instant(long utcNs) {
    return Instant.ofEpochSecond(0, utcNs);
  }
}
