package dev.perigee.fabric.transport;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Frames on their way to one connection, bounded by number and bytes. Full: requests and messages
/// are refused at once; answers wait, since their caller waits too; heartbeats are always taken.
final class SendQueue {
  private final ChannelOptions options;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private List<Frame> waiting = new ArrayList<>();
  private long waitingBytes;
  private boolean writerWaits;
  private boolean closed;

  SendQueue(ChannelOptions options) {
    this.options = options;
  }

  /// False once the connection is gone.
  boolean offer(Frame frame) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      if (isFull(frame)) {
        throw new FabricException(
            Reason.BUSY,
            "refused a %s: %d frames (%d bytes) already wait for the socket; the peer does not keep up"
                .formatted(frame, waiting.size(), waitingBytes));
      }
      add(frame);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for room; dropped if the connection is gone meanwhile.
  void putAnswer(Frame frame) {
    lock.lock();
    try {
      while (!closed && isFull(frame)) {
        room.awaitUninterruptibly();
      }
      if (!closed) {
        add(frame);
      }
    } finally {
      lock.unlock();
    }
  }

  void putHeartbeat() {
    lock.lock();
    try {
      if (!closed && waiting.isEmpty()) {
        add(Frame.BEAT);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull(Frame frame) {
    return waiting.size() >= options.queueFrames()
        || (waitingBytes + frame.bytes() > options.queueBytes() && !waiting.isEmpty());
  }

  private void add(Frame frame) {
    waiting.add(frame);
    waitingBytes += frame.bytes();
    if (writerWaits) {
      work.signal();
    }
  }

  /// All that waits, in exchange for an empty list; empty only once the queue is closed.
  List<Frame> swap(List<Frame> empty) {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        writerWaits = true;
        work.awaitUninterruptibly();
        writerWaits = false;
      }
      if (closed) {
        return List.of();
      }
      List<Frame> full = waiting;
      waiting = empty;
      waitingBytes = 0;
      room.signalAll();
      return full;
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
}
