package dev.perigee.platform.access;

import java.time.Duration;

/// So many things in each span of time in the long run, and so many at once after a pause.
///
/// @param count from 1
/// @param burst from 1
public record Rate(long count, Duration span, long burst) {
  public Rate {
    if (count < 1 || burst < 1 || span.toNanos() < count) {
      throw new IllegalArgumentException(
          "a rate has counts from 1, not %d in %s, %d at once".formatted(count, span, burst));
    }
  }

  /// As many a second.
  public static Rate perS(long count, long burst) {
    return new Rate(count, Duration.ofSeconds(1), burst);
  }

  /// Between two of them.
  long everyNs() {
    return span.toNanos() / count;
  }
}
