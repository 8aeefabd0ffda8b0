package dev.perigee.cli.contract;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The schedule of a whole rig. One thread steps it; others may add what comes at once.
final class Agenda implements Schedule {
  private record Due(long atNs, Rank rank, long sequence, Runnable work) {}

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(
          Comparator.comparingLong(Due::atNs)
              .thenComparing(Due::rank)
              .thenComparingLong(Due::sequence));
  private final Queue<Runnable> atOnce = new ConcurrentLinkedQueue<>();
  private long sequence;
  private volatile long nowNs;

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public void add(long atNs, Rank rank, Runnable work) {
    due.add(new Due(Math.max(nowNs, atNs), rank, ++sequence, work));
  }

  @Override
  public void addAtOnce(Runnable work) {
    atOnce.add(work);
  }

  /// Does what was put off to right after; whether there was anything.
  boolean runAtOnce() {
    boolean any = false;
    for (Runnable work = atOnce.poll(); work != null; work = atOnce.poll()) {
      work.run();
      any = true;
    }
    return any;
  }

  /// Steps to the next happening, if there is one before this time.
  boolean step(long untilNs) {
    Due next = due.peek();
    if (next == null || next.atNs() > untilNs) {
      return false;
    }
    due.remove();
    nowNs = next.atNs();
    next.work().run();
    return true;
  }
}
