package dev.perigee.fabric.segment;

import dev.perigee.fabric.FabricException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Calls `flush` and `sync` of a store in time, on an executor of the owner.
public final class SegmentPulse implements AutoCloseable {
  /// Taken bytes are with the operating system at the latest after this.
  public static final Duration FLUSH = Duration.ofMillis(250);

  /// Taken bytes are on the disk at the latest after this.
  public static final Duration SYNC = Duration.ofSeconds(2);

  /// A call is begun early enough to end in time.
  private static final double EARLY_FRACTION = 0.8;

  private final Future<?> flushes;
  private final Future<?> syncs;

  private SegmentPulse(Future<?> flushes, Future<?> syncs) {
    this.flushes = flushes;
    this.syncs = syncs;
  }

  /// @param failed gets each failure; the pulse goes on, so that a full disk heals by itself
  public static SegmentPulse start(
      SegmentStore store, ScheduledExecutorService executor, Consumer<FabricException> failed) {
    return new SegmentPulse(
        every(FLUSH, store::flush, executor, failed), every(SYNC, store::sync, executor, failed));
  }

  private static Future<?> every(
      Duration period,
      Runnable work,
      ScheduledExecutorService executor,
      Consumer<FabricException> failed) {
    long periodNs = (long) (period.toNanos() * EARLY_FRACTION);
    return executor.scheduleWithFixedDelay(
        () -> guarded(work, failed), periodNs, periodNs, TimeUnit.NANOSECONDS);
  }

  private static void guarded(Runnable work, Consumer<FabricException> failed) {
    try {
      work.run();
    } catch (FabricException e) {
      failed.accept(e);
    }
  }

  @Override
  public void close() {
    flushes.cancel(false);
    syncs.cancel(false);
  }
}
