package dev.perigee.runtime.node;

import dev.perigee.model.function.FunctionId;
import dev.perigee.runtime.node.WorkerHost.StartResult.Started;
import dev.perigee.runtime.worker.Worker;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// A started worker and the order of what is done to it: freezing, thawing and stopping exclude
/// each other.
final class LiveWorker {
  private static final Duration STOP_GRACE = Duration.ofMillis(500);

  private final Started started;
  private final FunctionId function;
  private final ReentrantLock order = new ReentrantLock();
  private boolean frozen;
  private long thawedAt;

  LiveWorker(Started started, FunctionId function) {
    this.started = started;
    this.function = function;
  }

  /// Whether it runs a function, of whatever version.
  boolean runs(FunctionId other) {
    return function.tenant().equals(other.tenant()) && function.name().equals(other.name());
  }

  Worker worker() {
    return started.worker();
  }

  ColdStart start() {
    return started.start();
  }

  /// Freezes the worker unless it was thawed for an invocation that came after the freeze was
  /// decided.
  ///
  /// @param sequence when it was decided, in the pool's order
  void freeze(long sequence) {
    order.lock();
    try {
      if (sequence > thawedAt && !frozen) {
        worker().freeze();
        frozen = true;
      }
    } finally {
      order.unlock();
    }
  }

  void thaw(long sequence) {
    order.lock();
    try {
      thawedAt = Math.max(thawedAt, sequence);
      if (frozen) {
        worker().thaw();
        frozen = false;
      }
    } finally {
      order.unlock();
    }
  }

  /// Whatever it is doing.
  void kill() {
    thaw(Long.MAX_VALUE);
    worker().stop(Duration.ZERO);
  }

  void stop() {
    thaw(Long.MAX_VALUE);
    worker().stop(STOP_GRACE);
  }
}
