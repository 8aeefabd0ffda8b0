package dev.perigee.fabric.journal;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Drafts on their way to the writer, bounded by number and bytes. A full queue makes the caller
/// wait up to a bound and then refuses it.
final class CommitQueue {
  /// One transaction holds at most this much, so that the first waiter of a flood is answered soon.
  private static final int MAX_BATCH_RECORDS = 1024;

  private final JournalOptions options;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean closed;

  CommitQueue(JournalOptions options) {
    this.options = options;
  }

  void put(Pending pending) {
    lock.lock();
    try {
      awaitRoom(pending);
      waiting.add(pending);
      waitingBytes += pending.bytes();
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom(Pending pending) {
    long leftNs = options.blockNs();
    while (!closed && isFull(pending)) {
      if (leftNs <= 0) {
        throw busy();
      }
      try {
        leftNs = room.awaitNanos(leftNs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new FabricException(
            Reason.BUSY, "interrupted while waiting for room in the journal's queue", e);
      }
    }
    if (closed) {
      throw closed();
    }
  }

  private boolean isFull(Pending pending) {
    return waiting.size() >= options.queueRecords()
        || waitingBytes + pending.bytes() > options.queueBytes();
  }

  /// Everything that waits, up to the bound of a batch; empty only once the queue is closed and
  /// drained.
  List<Pending> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        work.awaitUninterruptibly();
      }
      List<Pending> batch = new ArrayList<>(Math.min(waiting.size(), MAX_BATCH_RECORDS));
      while (!waiting.isEmpty() && batch.size() < MAX_BATCH_RECORDS) {
        Pending next = waiting.remove();
        waitingBytes -= next.bytes();
        batch.add(next);
      }
      room.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private FabricException busy() {
    return new FabricException(
        Reason.BUSY,
        "the journal refuses a record: %d records (%d bytes) already wait for the disk and none was"
                .formatted(waiting.size(), waitingBytes)
            + " written for %d ms; try again later, or look why the disk is slow"
                .formatted(options.blockNs() / 1_000_000));
  }

  static FabricException closed() {
    return new FabricException(Reason.CLOSED, "the journal is closed: open it again");
  }
}
