package dev.perigee.platform.access;

import java.time.Duration;

/// So many things in the long run, and so many at once after a pause.
///
/// @param everyNs between two of them
/// @param burst from 1
public record Rate(long everyNs, long burst) {
  private static final long NS_PER_S = 1_000_000_000L;

  public Rate {
    if (everyNs < 1 || burst < 1) {
      throw new IllegalArgumentException("a rate has both from 1, not " + everyNs + ", " + burst);
    }
  }

  /// As many a second, those of one second at once.
  static Rate perS(long count) {
    return new Rate(Math.max(1, NS_PER_S / count), count);
  }

  /// As many within each span of time, all of them at once.
  static Rate in(Duration span, long count) {
    return new Rate(span.toNanos() / count, count);
  }
}
