package dev.perigee.cli.live;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Work that comes again and again, each time on a thread of its own that may wait.
///
/// @param report is told when work fails, and when it works again
record Rounds(ScheduledExecutorService timers, Executor threads, Consumer<String> report) {

  /// Now and then after each pause.
  void now(long pauseMs, Runnable work) {
    after(0, pauseMs, work);
  }

  /// After each pause.
  void later(long pauseMs, Runnable work) {
    after(pauseMs, pauseMs, work);
  }

  /// Now and again and again, never twice at once, however long it takes.
  void inTurn(long pauseMs, Runnable work) {
    Runnable guarded = new Guarded(work, report);
    threads.execute(() -> {
      try {
        while (true) {
          guarded.run();
          Thread.sleep(pauseMs);
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private void after(long firstMs, long pauseMs, Runnable work) {
    Runnable guarded = new Guarded(work, report);
    var _ =
        timers.scheduleWithFixedDelay(
            () -> threads.execute(guarded), firstMs, pauseMs, TimeUnit.MILLISECONDS);
  }
}
