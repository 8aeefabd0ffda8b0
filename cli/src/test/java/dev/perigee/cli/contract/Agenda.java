package dev.perigee.cli.contract;

import dev.perigee.world.Clock;
import dev.perigee.world.contract.ContractScenario;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/// What will happen when, and the clock that steps from one to the next.
final class Agenda implements Clock {
  /// What comes first among things of one time.
  enum Rank {
    NODE_CHANGE,
    DEPLOYMENT,
    WORKER_START,
    HANDLER_END,
    ARRIVAL,
    TIMER
  }

  private record Due(long atNs, Rank rank, long sequence, Runnable work) {}

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(
          Comparator.comparingLong(Due::atNs)
              .thenComparing(Due::rank)
              .thenComparingLong(Due::sequence));
  private final ArrayDeque<Runnable> atOnce = new ArrayDeque<>();
  private long sequence;
  private long nowNs;

  /// From the start.
  long nowNs() {
    return nowNs;
  }

  void add(long atNs, Rank rank, Runnable work) {
    due.add(new Due(Math.max(nowNs, atNs), rank, ++sequence, work));
  }

  /// Right after what happens now.
  void addAtOnce(Runnable work) {
    atOnce.addLast(work);
  }

  /// Does what was put off to right after; whether there was anything.
  boolean runAtOnce() {
    boolean any = !atOnce.isEmpty();
    while (!atOnce.isEmpty()) {
      atOnce.removeFirst().run();
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

  @Override
  public long utcNs() {
    return ContractScenario.START_UTC_NS + nowNs;
  }

  @Override
  public long monoNs() {
    return nowNs;
  }
}
