package dev.perigee.runtime.wasm.host;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/// Reads and writes frames on one connection, each with as few system calls as its size allows. For
/// one thread at a time.
final class Channel implements AutoCloseable {
  private static final int HEADER_BYTES = 5;
  private static final int KEPT_BYTES = 64 << 10;

  private final SocketChannel socket;
  private final ByteBuffer small = ByteBuffer.allocateDirect(KEPT_BYTES);
  private final ByteBuffer incoming = ByteBuffer.allocateDirect(KEPT_BYTES).flip();
  private ByteBuffer body = ByteBuffer.allocate(0);

  Channel(SocketChannel socket) {
    this.socket = socket;
  }

  /// Sends a frame whose body has at most `bodyBytesMax` bytes.
  void send(byte kind, int bodyBytesMax, Consumer<ByteBuffer> writeBody) throws IOException {
    int sizeMax = Math.addExact(bodyBytesMax, HEADER_BYTES);
    ByteBuffer out = sizeMax <= KEPT_BYTES ? small.clear() : ByteBuffer.allocate(sizeMax);
    out.put(kind).putInt(0);
    writeBody.accept(out);
    out.putInt(1, out.position() - HEADER_BYTES).flip();
    while (out.hasRemaining()) {
      int unused = socket.write(out);
      assert unused >= 0;
    }
  }

  /// Waits for a frame; returns its kind, its body is then `body()` until the next call.
  byte receive() throws IOException {
    fill(HEADER_BYTES);
    byte kind = incoming.get();
    int length = incoming.getInt();
    if (length < 0 || length > Frame.BODY_BYTES_MAX) {
      throw new IOException("a frame of " + length + " bytes");
    }
    if (length <= KEPT_BYTES - HEADER_BYTES) {
      fill(length);
      body = incoming.slice(incoming.position(), length);
      incoming.position(incoming.position() + length);
    } else {
      body = readLarge(length);
    }
    return kind;
  }

  ByteBuffer body() {
    return body;
  }

  private void fill(int bytes) throws IOException {
    if (incoming.remaining() >= bytes) {
      return;
    }
    incoming.compact();
    while (incoming.position() < bytes) {
      read(incoming);
    }
    incoming.flip();
  }

  private ByteBuffer readLarge(int length) throws IOException {
    ByteBuffer large = ByteBuffer.allocate(length);
    large.put(incoming);
    while (large.hasRemaining()) {
      read(large);
    }
    incoming.clear().flip();
    return large.flip();
  }

  private void read(ByteBuffer into) throws IOException {
    if (socket.read(into) < 0) {
      throw new EOFException("the other side is gone");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
