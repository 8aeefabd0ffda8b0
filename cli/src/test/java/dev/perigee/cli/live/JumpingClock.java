package dev.perigee.cli.live;

import dev.perigee.world.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The machine's clock with an offset that a test changes.
final class JumpingClock implements Clock {
  private final Clock machine = new SystemClock();
  private final AtomicLong offsetNs = new AtomicLong();

  void jump(Duration by) {
    offsetNs.addAndGet(by.toNanos());
  }

  @Override
  public long utcNs() {
    return machine.utcNs() + offsetNs.get();
  }

  @Override
  public long monoNs() {
    return machine.monoNs();
  }
}
