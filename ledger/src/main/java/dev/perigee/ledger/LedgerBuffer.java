package dev.perigee.ledger;

import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Collects what many threads add to one writer's ledger until it is written. Adding holds a lock
/// for one store into a list; turning rows into columns happens in `drain`, outside that lock, on
/// the thread that writes.
///
/// Bounded: at `capacity` rows `append` answers `FULL`. The caller then drains and writes by itself
/// and tries again, so that load above the disk's speed slows down those who cause it and nothing
/// is lost.
public final class LedgerBuffer {
  /// The answer of `append` when there is no room.
  public static final long FULL = -1;

  private static final int BLOCK_ROWS = 1 << 16;

  private final String writer;
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private List<LedgerEntry> entries = new ArrayList<>();
  private List<Settlement> settlements = new ArrayList<>();
  private List<NodeWindow> windows = new ArrayList<>();
  private long nextSequence;

  /// @param nextSequence 0 for a new ledger, else what reading the existing one gave
  public LedgerBuffer(String writer, long nextSequence, int capacity) {
    if (capacity < 1 || nextSequence < 0) {
      throw new LedgerException(
          "a buffer needs capacity >= 1 and nextSequence >= 0, got "
              + capacity
              + " and "
              + nextSequence);
    }
    this.writer = writer;
    this.nextSequence = nextSequence;
    this.capacity = capacity;
  }

  /// Adds an entry and gives its sequence number, or `FULL`.
  public long append(LedgerEntry entry) {
    lock.lock();
    try {
      if (entries.size() >= capacity) {
        return FULL;
      }
      entries.add(entry);
      return nextSequence++;
    } finally {
      lock.unlock();
    }
  }

  /// Adds a closed window and what it settles, as one: no reader ever sees one without the other.
  /// Their number is bounded by that of the entries, so there is always room.
  public void close(NodeWindow window, List<Settlement> settled) {
    lock.lock();
    try {
      settlements.addAll(settled);
      windows.add(window);
    } finally {
      lock.unlock();
    }
  }

  /// Rows that wait to be written.
  public int pending() {
    lock.lock();
    try {
      return entries.size() + settlements.size() + windows.size();
    } finally {
      lock.unlock();
    }
  }

  /// Takes all rows out and gives their blocks, to be appended to one segment in one write. The
  /// caller keeps the bytes until they are written: they are nowhere else. One thread at a time, or
  /// blocks could be written in another order than they were drained.
  public byte[] drain() {
    List<LedgerEntry> drained;
    List<Settlement> settled;
    List<NodeWindow> closed;
    long first;
    lock.lock();
    try {
      drained = entries;
      settled = settlements;
      closed = windows;
      first = nextSequence - drained.size();
      entries = new ArrayList<>(Math.min(capacity, drained.size() + 16));
      settlements = new ArrayList<>();
      windows = new ArrayList<>();
    } finally {
      lock.unlock();
    }
    return encode(drained, first, settled, closed);
  }

  private byte[] encode(
      List<LedgerEntry> drained, long first, List<Settlement> settled, List<NodeWindow> closed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int at = 0; at < drained.size(); at += BLOCK_ROWS) {
      List<LedgerEntry> rows = drained.subList(at, Math.min(drained.size(), at + BLOCK_ROWS));
      out.writeBytes(SegmentFormat.encode(new LedgerBlock.Entries(writer, first + at, rows)));
    }
    for (int at = 0; at < settled.size(); at += BLOCK_ROWS) {
      List<Settlement> rows = settled.subList(at, Math.min(settled.size(), at + BLOCK_ROWS));
      out.writeBytes(SegmentFormat.encode(new LedgerBlock.Settlements(writer, rows)));
    }
    if (!closed.isEmpty()) {
      out.writeBytes(SegmentFormat.encode(new LedgerBlock.Windows(writer, closed)));
    }
    return out.toByteArray();
  }
}
