package dev.perigee.platform.access;

import dev.perigee.world.Clock;
import java.time.Duration;

/// Time goes on when the test says so.
final class SteppedClock implements Clock {
  private long ns;

  void pass(Duration time) {
    ns += time.toNanos();
  }

  @Override
  public long utcNs() {
    return 1_795_000_000_000_000_000L + ns;
  }

  @Override
  public long monoNs() {
    return ns;
  }
}
