package dev.perigee.cli.live;

import dev.perigee.world.Clock;
import java.time.Instant;

/// The machine's clocks.
public final class SystemClock implements Clock {

  @Override
  public long utcNs() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  @Override
  public long monoNs() {
    return System.nanoTime();
  }
}
