package dev.perigee.fabric.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;

/// What both sides say first.
///
/// @param node who speaks
/// @param epoch the incarnation that speaks; the higher one wins
public record Hello(String node, long epoch) {
  /// Changes with every change of the frames' form.
  static final int PROTOCOL = 1;

  Frame toFrame() {
    byte[] name = node.getBytes(UTF_8);
    ByteBuffer b = ByteBuffer.allocate(Integer.BYTES + Long.BYTES + name.length);
    b.putInt(PROTOCOL).putLong(epoch).put(name);
    return new Frame(Frame.HELLO, 0, b.array());
  }

  static Hello of(Frame frame) throws IOException {
    if (frame.kind() == Frame.REFUSED) {
      throw new IOException("the peer refused: " + new String(frame.payload(), UTF_8));
    }
    if (frame.kind() != Frame.HELLO || frame.payload().length <= Integer.BYTES + Long.BYTES) {
      throw new IOException("expected a hello, got a " + frame);
    }
    ByteBuffer in = ByteBuffer.wrap(frame.payload());
    int protocol = in.getInt();
    if (protocol != PROTOCOL) {
      throw new IOException(
          "the peer speaks protocol %d, this release speaks %d: run the same release on both sides"
              .formatted(protocol, PROTOCOL));
    }
    return new Hello(in.getLong(), in);
  }

  private Hello(long epoch, ByteBuffer name) {
    this(UTF_8.decode(name).toString(), epoch);
  }
}
