package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/// Length-prefixed frames on a Unix-domain socket: 4 bytes big-endian length, a type byte, the
/// rest.
final class Frames {
  static final int FRAME_MAX_BYTES = 1 << 20;
  private static final int CHUNK_BYTES = 64 * 1024;

  /// One frame: its type and the bytes after it.
  record Frame(char type, ByteBuffer body) {
    String text() {
      return UTF_8.decode(body.duplicate()).toString();
    }
  }

  private final SocketChannel channel;
  private final ReentrantLock writing = new ReentrantLock();

  Frames(SocketChannel channel) {
    this.channel = channel;
  }

  SocketChannel channel() {
    return channel;
  }

  /// The next frame; EOFException at the end.
  Frame read() throws IOException {
    ByteBuffer head = ByteBuffer.allocate(5);
    fill(channel, head);
    int lengthBytes = head.flip().getInt() - 1;
    if (lengthBytes < 0 || lengthBytes > FRAME_MAX_BYTES) {
      throw new IOException("a frame of " + lengthBytes + " bytes; at most " + FRAME_MAX_BYTES);
    }
    char type = (char) head.get();
    ByteBuffer body = ByteBuffer.allocate(lengthBytes);
    fill(channel, body);
    return new Frame(type, body.flip());
  }

  void write(char type, byte[] body) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(body.length + 5);
    frame.putInt(body.length + 1).put((byte) type).put(body).flip();
    writing.lock();
    try {
      drain(channel, frame);
    } finally {
      writing.unlock();
    }
  }

  /// Reads until the buffer is full.
  static void fill(SocketChannel channel, ByteBuffer buffer) throws IOException {
    int end = buffer.limit();
    while (buffer.position() < end) {
      buffer.limit(Math.min(end, buffer.position() + CHUNK_BYTES));
      if (channel.read(buffer) < 0) {
        throw new EOFException("the other side closed the connection");
      }
      buffer.limit(end);
    }
  }

  /// Writes all that is left in the buffer.
  static void drain(SocketChannel channel, ByteBuffer buffer) throws IOException {
    int end = buffer.limit();
    while (buffer.position() < end) {
      buffer.limit(Math.min(end, buffer.position() + CHUNK_BYTES));
      channel.write(buffer);
      buffer.limit(end);
    }
  }
}
