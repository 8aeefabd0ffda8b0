package dev.perigee.platform.http;

import dev.perigee.world.node.AnswerStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// An answer between the function that writes it and the caller that reads it. Only so much waits
/// in between: a function that is faster waits for its caller. A caller that takes nothing for too
/// long counts as gone, and its thread is interrupted, which ends its connection.
final class AnswerPipe implements AnswerStream {
  private final long idleNs;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final byte[] waiting;
  private int size;
  private long takenCount;
  private boolean ended;
  private boolean left;
  private String contentType = "";
  private @Nullable Thread reader;

  /// @param capacityBytes how much may wait
  /// @param idleNs how long a caller may take nothing
  AnswerPipe(int capacityBytes, long idleNs) {
    this.waiting = new byte[capacityBytes];
    this.idleNs = idleNs;
  }

  @Override
  public void type(String newType) {
    lock.lock();
    try {
      contentType = newType;
    } finally {
      lock.unlock();
    }
  }

  /// What the function says that its answer is; empty if it has not said.
  String contentType() {
    lock.lock();
    try {
      return contentType;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    lock.lock();
    try {
      int done = 0;
      while (done < count && awaitRoom()) {
        int part = Math.min(count - done, waiting.length - size);
        System.arraycopy(bytes, from + done, waiting, size, part);
        size += part;
        done += part;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether there is room now; there never is any more for a caller that is gone.
  private boolean awaitRoom() {
    while (size == waiting.length && !ended && !left) {
      awaitProgress();
    }
    return !ended && !left;
  }

  private void awaitProgress() {
    long before = takenCount;
    long restNs = idleNs;
    try {
      while (takenCount == before && !ended && !left && restNs > 0) {
        restNs = changed.awaitNanos(restNs);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      restNs = 0;
    }
    if (restNs <= 0) {
      expel();
    }
  }

  private void expel() {
    Thread thread = reader;
    if (!left && thread != null) {
      thread.interrupt();
    }
    left = true;
    changed.signalAll();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Watches over the caller until it has read the rest.
  void awaitReader() {
    lock.lock();
    try {
      while (!left) {
        long before = takenCount;
        long restNs = idleNs;
        while (takenCount == before && !left && restNs > 0) {
          restNs = changed.awaitNanos(restNs);
        }
        if (takenCount == before && !left) {
          expel();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /// All that waits, once there is something; empty at the end.
  Optional<byte[]> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      reader = Thread.currentThread();
      takenCount++;
      changed.signalAll();
      while (size == 0 && !ended && !left) {
        changed.await();
      }
      byte[] taken = Arrays.copyOf(waiting, size);
      size = 0;
      changed.signalAll();
      return taken.length == 0 ? Optional.empty() : Optional.of(taken);
    } finally {
      lock.unlock();
    }
  }

  /// The caller has all, or is gone. Its thread is not interrupted after that.
  void leave() {
    lock.lock();
    try {
      boolean expelled = left;
      left = true;
      reader = null;
      changed.signalAll();
      if (expelled) {
        var _ = Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }
}
