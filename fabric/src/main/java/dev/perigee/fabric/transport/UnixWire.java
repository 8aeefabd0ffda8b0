package dev.perigee.fabric.transport;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;

/// A connection over a Unix-domain socket. Small frames are gathered into one system call.
final class UnixWire implements Wire {
  private static final int BUFFER_BYTES = 64 << 10;

  private final SocketChannel socket;
  private final int maxPayloadBytes;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);

  UnixWire(SocketChannel socket, int maxPayloadBytes) {
    this.socket = socket;
    this.maxPayloadBytes = maxPayloadBytes;
  }

  @Override
  public void write(List<Frame> frames) throws IOException {
    for (Frame frame : frames) {
      if (out.remaining() < frame.bytes()) {
        flush();
      }
      putOrWrite(frame);
    }
    flush();
  }

  private void putOrWrite(Frame frame) throws IOException {
    FrameCodec.putHeader(frame, out);
    if (frame.payload().length <= out.remaining()) {
      out.put(frame.payload());
    } else {
      flush();
      writeFully(ByteBuffer.wrap(frame.payload()));
    }
  }

  private void flush() throws IOException {
    writeFully(out.flip());
    out.clear();
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }

  @Override
  public Frame read() throws IOException {
    fill(FrameCodec.HEADER_BYTES);
    byte[] payload = new byte[FrameCodec.payloadBytes(in, maxPayloadBytes)];
    in.position(in.position() + FrameCodec.LENGTH_BYTES);
    byte kind = in.get();
    long correlation = in.getLong();
    int buffered = Math.min(payload.length, in.remaining());
    in.get(payload, 0, buffered);
    ByteBuffer rest = ByteBuffer.wrap(payload, buffered, payload.length - buffered);
    while (rest.hasRemaining()) {
      requireMore(socket.read(rest));
    }
    return new Frame(kind, correlation, payload);
  }

  private void fill(int neededBytes) throws IOException {
    while (in.remaining() < neededBytes) {
      in.compact();
      try {
        requireMore(socket.read(in));
      } finally {
        in.flip();
      }
    }
  }

  private static void requireMore(int count) throws IOException {
    if (count < 0) {
      throw new EOFException("the peer closed the connection");
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      System.getLogger(UnixWire.class.getName())
          .log(System.Logger.Level.DEBUG, "closing a socket failed", e);
    }
  }
}
