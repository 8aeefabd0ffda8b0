package dev.perigee.cli.live;

import dev.perigee.fabric.segment.SegmentOptions;
import dev.perigee.world.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// How long the ledger is kept. Whole files go, oldest first, once every line in them is older.
///
/// @param keep empty for ever: what was accounted goes only if somebody says so
public record LedgerRetention(Optional<Duration> keep) {
  public static final LedgerRetention FOREVER = new LedgerRetention(Optional.empty());

  private static final Duration PERIOD_MAX = Duration.ofHours(1);

  /// A tenth of what is kept lies there too long at most.
  private static final int PERIODS = 10;

  /// Files that don't span more than a tenth of what is kept.
  public SegmentOptions segments() {
    SegmentOptions all = SegmentOptions.DEFAULT;
    long rollNs =
        keep.map(age -> Math.min(all.rollNs(), 1 + age.toNanos() / PERIODS)).orElse(all.rollNs());
    return new SegmentOptions(all.rollBytes(), rollNs, all.bufferBytes());
  }

  /// Lets old files go now and at least every hour, on a thread that may wait for readers.
  ///
  /// @param deleteOlderThan deletes what was complete before a time
  public void watch(
      Clock clock,
      ScheduledExecutorService timers,
      Executor threads,
      Consumer<String> report,
      LongConsumer deleteOlderThan) {
    keep.ifPresent(age -> {
      Runnable work =
          new Guarded(() -> deleteOlderThan.accept(clock.utcNs() - age.toNanos()), report);
      long periodMs = Math.min(PERIOD_MAX.toMillis(), 1 + age.toMillis() / PERIODS);
      var _ =
          timers.scheduleWithFixedDelay(
              () -> threads.execute(work), 0, periodMs, TimeUnit.MILLISECONDS);
    });
  }
}
