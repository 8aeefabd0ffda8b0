package dev.perigee.fabric.transport;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Half of a connection inside one process.
final class MemoryWire implements Wire {
  /// Frames between two ends, as a socket's buffer holds a bounded number of bytes.
  private static final int BUFFER_FRAMES = 256;

  private static final Frame END = new Frame(Frame.HEARTBEAT, Long.MIN_VALUE, new byte[0]);

  private final BlockingQueue<Frame> in;
  private final BlockingQueue<Frame> out;
  private final Shared shared;

  /// What both halves know.
  private static final class Shared {
    volatile boolean closed;
  }

  private MemoryWire(BlockingQueue<Frame> in, BlockingQueue<Frame> out, Shared shared) {
    this.in = in;
    this.out = out;
    this.shared = shared;
  }

  record Pair(MemoryWire left, MemoryWire right) {}

  static Pair pair() {
    BlockingQueue<Frame> there = new ArrayBlockingQueue<>(BUFFER_FRAMES);
    BlockingQueue<Frame> back = new ArrayBlockingQueue<>(BUFFER_FRAMES);
    Shared shared = new Shared();
    return new Pair(new MemoryWire(back, there, shared), new MemoryWire(there, back, shared));
  }

  @Override
  public void write(List<Frame> frames) throws IOException {
    for (Frame frame : frames) {
      put(frame);
    }
  }

  private void put(Frame frame) throws IOException {
    try {
      requireOpen();
      out.put(frame);
      requireOpen();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  @Override
  public Frame read() throws IOException {
    try {
      requireOpen();
      Frame frame = in.take();
      if (frame.correlation() == END.correlation()) {
        throw end();
      }
      return frame;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void requireOpen() throws IOException {
    if (shared.closed) {
      throw end();
    }
  }

  private static IOException end() {
    return new EOFException("the peer closed the connection");
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new IOException("interrupted");
  }

  @Override
  public void close() {
    shared.closed = true;
    wake(in);
    wake(out);
  }

  /// Makes room for a writer that waits, then leaves a mark for a reader that waits.
  private static void wake(BlockingQueue<Frame> queue) {
    while (!queue.offer(END)) {
      queue.clear();
    }
  }
}
