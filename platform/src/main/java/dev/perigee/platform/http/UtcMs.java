package dev.perigee.platform.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Points in time as `2026-11-21T08:52:05.123Z`: always three decimals.
final class UtcMs {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private UtcMs() {}

  static String text(long utcNs) {
    return FORMAT.format(Instant.ofEpochMilli(Math.floorDiv(utcNs, 1_000_000L)));
  }
}
