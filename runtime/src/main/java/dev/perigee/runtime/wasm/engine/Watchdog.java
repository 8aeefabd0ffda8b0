package dev.perigee.runtime.wasm.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Interrupts threads whose run is over time. Watching costs two operations on a hash set: the
/// watcher is woken only when a deadline comes before all that it waits for, so a function that is
/// called again and again wakes it once per timeout and an idle one never.
public final class Watchdog implements AutoCloseable {
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Thread watcher;
  private volatile long wakeMonoNs = Long.MAX_VALUE;
  private volatile boolean closed;

  public Watchdog() {
    watcher = Thread.ofPlatform().daemon().name("wasm-watchdog").start(this::watchAll);
  }

  /// Starts to watch the calling thread.
  public Watch watch(long timeoutNs) {
    long nowMonoNs = System.nanoTime();
    Watch watch = new Watch(Thread.currentThread(), nowMonoNs + timeoutNs);
    watches.add(watch);
    long wake = wakeMonoNs;
    if (wake == Long.MAX_VALUE || watch.deadlineMonoNs - wake < 0) {
      LockSupport.unpark(watcher);
    }
    return watch;
  }

  private void watchAll() {
    while (!closed) {
      // First announce that any new deadline must wake us, then look: none can slip through.
      wakeMonoNs = Long.MAX_VALUE;
      long nowMonoNs = System.nanoTime();
      long next = interruptOverdue(nowMonoNs);
      if (next == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else {
        wakeMonoNs = nowMonoNs + next;
        LockSupport.parkNanos(this, next);
      }
    }
  }

  /// Time until the next deadline, or `Long.MAX_VALUE` if there is none.
  private long interruptOverdue(long nowMonoNs) {
    watches.removeIf(watch -> watch.interruptIfOverdue(nowMonoNs));
    long next = Long.MAX_VALUE;
    for (Watch watch : watches) {
      next = Math.min(next, Math.max(1, watch.deadlineMonoNs - nowMonoNs));
    }
    return next;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watcher);
  }

  /// One watched run.
  public final class Watch {
    private final Thread thread;
    private final long deadlineMonoNs;
    private boolean over;
    private boolean overdue;

    private Watch(Thread thread, long deadlineMonoNs) {
      this.thread = thread;
      this.deadlineMonoNs = deadlineMonoNs;
    }

    private synchronized boolean interruptIfOverdue(long nowMonoNs) {
      boolean due = deadlineMonoNs - nowMonoNs <= 0;
      if (due && !over) {
        overdue = true;
        thread.interrupt();
      }
      return due;
    }

    /// Ends the watch; afterwards the thread is no longer interrupted on its behalf. Returns
    /// whether it was overdue.
    public boolean end() {
      watches.remove(this);
      synchronized (this) {
        over = true;
      }
      // The interruption was ours: what the thread does next must not see it.
      return overdue && (Thread.interrupted() || overdue);
    }
  }
}
