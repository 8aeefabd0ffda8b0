package dev.perigee.runtime.node;

import dev.perigee.runtime.node.WorkerHost.StartResult.Started;
import dev.perigee.runtime.worker.Worker;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// A started worker and the order of what is done to it: freezing, thawing and stopping exclude
/// each other.
final class LiveWorker {
  private static final Duration STOP_GRACE = Duration.ofMillis(500);

  private final Started started;
  private final ReentrantLock order = new ReentrantLock();
  private boolean frozen;
  private long thawedAt;

  LiveWorker(Started started) {
    this.started = started;
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

  void stop() {
    thaw(Long.MAX_VALUE);
    worker().stop(STOP_GRACE);
  }
}
