package dev.perigee.runtime.lambda;

import dev.perigee.runtime.lambda.extension.ShutdownReason;
import dev.perigee.runtime.sandbox.Crew;
import dev.perigee.runtime.sandbox.Signals;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The end of a sandbox with extensions: SIGTERM to the runtime, which has three tenths of the
/// time; the event SHUTDOWN to the extensions, which have the rest; then SIGKILL to all.
final class Shutdown {
  /// What AWS gives a sandbox with external extensions.
  private static final long TOTAL_NS = TimeUnit.SECONDS.toNanos(2);

  private static final double RUNTIME_FRACTION = 0.3;

  private Shutdown() {}

  /// Blocks until all have ended.
  static void run(Crew crew, LambdaApi api, ShutdownReason reason) {
    long endNs = System.nanoTime() + TOTAL_NS;
    crew.process().thaw();
    if (reason == ShutdownReason.SPINDOWN) {
      crew.signalRuntime(Signals.TERM);
      await(crew.runtimeEnd(), (long) (RUNTIME_FRACTION * TOTAL_NS));
    }
    crew.signalRuntime(Signals.KILL);
    api.telemetry().hasten();
    long leftNs = endNs - System.nanoTime();
    long deadlineUtcMs = System.currentTimeMillis() + TimeUnit.NANOSECONDS.toMillis(leftNs);
    await(
        CompletableFuture.anyOf(
            api.extensions().shutdown(reason, deadlineUtcMs), crew.process().exit()),
        leftNs);
    crew.process().stop(Duration.ZERO);
    api.close();
  }

  private static void await(CompletableFuture<?> end, long timeNs) {
    try {
      end.get(timeNs, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      return;
    }
  }
}
