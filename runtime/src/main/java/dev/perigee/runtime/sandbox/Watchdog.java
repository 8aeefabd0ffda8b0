package dev.perigee.runtime.sandbox;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Ends what takes too long. Watching one invocation costs two volatile writes; the thread sleeps
/// until the earliest deadline and uses no CPU while there is none.
final class Watchdog implements AutoCloseable {
  static final long NEVER = Long.MAX_VALUE;

  /// Something with a deadline.
  interface Watched {
    /// On the monotonic clock, or `NEVER`.
    long deadlineNs();

    /// Called once or more often, after the deadline.
    void expire();
  }

  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile long wakeNs = NEVER;
  private volatile boolean closed;

  Watchdog() {
    thread = Thread.ofPlatform().daemon().name("perigee-watchdog").start(this::run);
  }

  void add(Watched one) {
    watched.add(one);
  }

  void remove(Watched one) {
    watched.remove(one);
  }

  /// To be called after a deadline was set.
  void deadlineSet(long deadlineNs) {
    if (wakeNs == NEVER || deadlineNs - wakeNs < 0) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed) {
      wakeNs = NEVER;
      long earliest = expireLate();
      wakeNs = earliest;
      if (earliest == NEVER) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, Math.max(earliest - System.nanoTime(), 100_000));
      }
    }
  }

  private long expireLate() {
    long nowNs = System.nanoTime();
    long earliest = NEVER;
    for (Watched one : watched) {
      long deadlineNs = one.deadlineNs();
      if (deadlineNs == NEVER) {
        continue;
      }
      if (deadlineNs - nowNs <= 0) {
        one.expire();
      } else if (earliest == NEVER || deadlineNs - earliest < 0) {
        earliest = deadlineNs;
      }
    }
    return earliest;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
