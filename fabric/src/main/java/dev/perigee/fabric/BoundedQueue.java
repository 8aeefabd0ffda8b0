package dev.perigee.fabric;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/// Items on their way from many threads to one, bounded by number and bytes. What a caller does
/// when it is full is the caller's business: wait, wait for a while, or refuse. An item that is
/// larger than the bound is taken when nothing else waits.
public final class BoundedQueue<T> {
  /// What became of an item.
  public enum Put {
    TAKEN,
    FULL,
    CLOSED
  }

  private final int itemsMax;
  private final long bytesMax;
  private final ToLongFunction<T> bytesOf;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();
  private final ArrayDeque<T> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean closed;

  public BoundedQueue(int itemsMax, long bytesMax, ToLongFunction<T> bytesOf) {
    this.itemsMax = itemsMax;
    this.bytesMax = bytesMax;
    this.bytesOf = bytesOf;
  }

  /// Takes an item, waiting for room at most so long.
  public Put put(T item, long waitNs) throws InterruptedException {
    lock.lock();
    try {
      long leftNs = waitNs;
      while (!closed && isFull(item)) {
        if (leftNs <= 0) {
          return Put.FULL;
        }
        leftNs = room.awaitNanos(leftNs);
      }
      return add(item);
    } finally {
      lock.unlock();
    }
  }

  /// Takes an item if there is room now.
  public Put offer(T item) {
    lock.lock();
    try {
      return !closed && isFull(item) ? Put.FULL : add(item);
    } finally {
      lock.unlock();
    }
  }

  /// Takes an item however long that lasts, unless the queue is closed.
  public Put putUninterruptibly(T item) {
    lock.lock();
    try {
      while (!closed && isFull(item)) {
        room.awaitUninterruptibly();
      }
      return add(item);
    } finally {
      lock.unlock();
    }
  }

  /// Takes an item if none waits.
  public void offerIfEmpty(T item) {
    lock.lock();
    try {
      if (waiting.isEmpty()) {
        var _ = add(item);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull(T item) {
    return waiting.size() >= itemsMax
        || waitingBytes + bytesOf.applyAsLong(item) > bytesMax && !waiting.isEmpty();
  }

  private Put add(T item) {
    if (closed) {
      return Put.CLOSED;
    }
    waiting.add(item);
    waitingBytes += bytesOf.applyAsLong(item);
    work.signal();
    return Put.TAKEN;
  }

  /// What waits, up to a number, in order; waits for it. Empty only once the queue is closed and
  /// nothing is left in it.
  public List<T> take(int countMax) {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        work.awaitUninterruptibly();
      }
      List<T> taken = new ArrayList<>(Math.min(waiting.size(), countMax));
      while (!waiting.isEmpty() && taken.size() < countMax) {
        T next = waiting.remove();
        waitingBytes -= bytesOf.applyAsLong(next);
        taken.add(next);
      }
      room.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// Takes nothing more; what waits is still handed out.
  public void close() {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Takes nothing more, and what waits is gone.
  public void discard() {
    lock.lock();
    try {
      waiting.clear();
      waitingBytes = 0;
      close();
    } finally {
      lock.unlock();
    }
  }

  /// How much waits, for messages: `2 frames (10 bytes)`.
  public String waiting(String items) {
    lock.lock();
    try {
      return "%d %s (%d bytes)".formatted(waiting.size(), items, waitingBytes);
    } finally {
      lock.unlock();
    }
  }
}
