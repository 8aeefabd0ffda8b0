package dev.perigee.simulator;

import java.util.Arrays;

/// What will happen, ordered by time, then by the rank of what happens, then by the order in which
/// it was added. A binary heap on columns.
final class EventQueue {
  private static final int RANK_SHIFT = 56;

  private long[] timeNs = new long[1_024];
  private long[] order = new long[1_024];
  private Happening[] what = new Happening[1_024];
  private int size;
  private long sequence;

  boolean isEmpty() {
    return size == 0;
  }

  /// Time of the next happening; `Long.MAX_VALUE` if there is none.
  long nextNs() {
    return size == 0 ? Long.MAX_VALUE : timeNs[0];
  }

  /// Rank of the next happening.
  int nextRank() {
    return (int) (order[0] >>> RANK_SHIFT);
  }

  void add(long atNs, Happening happening) {
    if (size == timeNs.length) {
      timeNs = Arrays.copyOf(timeNs, size * 2);
      order = Arrays.copyOf(order, size * 2);
      what = Arrays.copyOf(what, size * 2);
    }
    long key = ((long) happening.rank().ordinal() << RANK_SHIFT) | sequence++;
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (!before(atNs, key, parent)) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, atNs, key, happening);
  }

  Happening remove() {
    Happening first = what[0];
    size--;
    long lastNs = timeNs[size];
    long lastOrder = order[size];
    Happening last = what[size];
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && before(timeNs[child + 1], order[child + 1], child)) {
        child++;
      }
      if (before(lastNs, lastOrder, child)) {
        break;
      }
      move(child, at);
      at = child;
    }
    put(at, lastNs, lastOrder, last);
    return first;
  }

  private boolean before(long atNs, long key, int other) {
    return atNs == timeNs[other] ? key < order[other] : atNs < timeNs[other];
  }

  private void move(int from, int to) {
    put(to, timeNs[from], order[from], what[from]);
  }

  private void put(int at, long atNs, long key, Happening happening) {
    timeNs[at] = atNs;
    order[at] = key;
    what[at] = happening;
  }
}
