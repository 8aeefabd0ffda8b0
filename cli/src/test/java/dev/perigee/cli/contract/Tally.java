package dev.perigee.cli.contract;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A count that others wait for.
final class Tally {
  /// Normally milliseconds; a machine with other things to do needs it.
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long count;

  void add() {
    lock.lock();
    try {
      count++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void await(String what, long wantedCount) {
    lock.lock();
    try {
      long leftNs = PATIENCE.toNanos();
      while (count < wantedCount) {
        if (leftNs <= 0) {
          throw new AssertionError(
              what + ": " + count + " of " + wantedCount + " within " + PATIENCE);
        }
        leftNs = changed.awaitNanos(leftNs);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      lock.unlock();
    }
  }
}
