package dev.perigee.cli.live;

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

  private static final Duration PERIOD = Duration.ofHours(1);

  /// Lets old files go now and every hour, on a thread that may wait for readers.
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
      var _ =
          timers.scheduleWithFixedDelay(
              () -> threads.execute(work), 0, PERIOD.toSeconds(), TimeUnit.SECONDS);
    });
  }
}
