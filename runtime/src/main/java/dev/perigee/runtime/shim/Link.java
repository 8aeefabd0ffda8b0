package dev.perigee.runtime.shim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The connection to the platform, and the frames on it: a length, a head, a body.
final class Link {
  static final char ANSWER = 'A';
  static final char ERROR = 'E';

  /// Flag of an answer after which this process ends.
  static final int LAST = 2;

  private static final char TOO_LARGE = 'L';
  private static final int ANSWER_MAX_BYTES = 6 * 1024 * 1024 + 100;
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int EVENT_HEAD_BYTES = 16 + 8 + 2 + 2;
  private static final int ANSWER_HEAD_BYTES = 1 + 1 + 8;

  private final @Nullable SocketChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  private Link(@Nullable SocketChannel channel) {
    this.channel = channel;
  }

  /// The connection that this process was started with as its standard input; a rehearsal has none.
  static Link inherited() throws IOException {
    @Nullable Channel inherited = System.inheritedChannel();
    return new Link(inherited instanceof SocketChannel socket ? socket : null);
  }

  /// The next invocation; null when the platform has closed the connection. The platform sends one
  /// at a time, so one read brings a short one as a whole.
  @Nullable Call receive() throws IOException {
    buffer.clear();
    while (buffer.position() < 4 + EVENT_HEAD_BYTES) {
      if (channel == null || channel.read(buffer) < 0) {
        return null;
      }
    }
    buffer.flip();
    int lengthBytes = buffer.getInt();
    String id = new UUID(buffer.getLong(), buffer.getLong()).toString();
    long deadlineMs = buffer.getLong();
    byte[] arn = new byte[Short.toUnsignedInt(buffer.getShort())];
    byte[] context = new byte[Short.toUnsignedInt(buffer.getShort())];
    byte[] event = new byte[lengthBytes - EVENT_HEAD_BYTES - arn.length - context.length];
    if (!take(arn) || !take(context) || !take(event)) {
      return null;
    }
    return new Call(id, deadlineMs, new String(arn, UTF_8), new String(context, UTF_8), event);
  }

  /// What the buffer has, then what is still to come; whether that came.
  private boolean take(byte[] bytes) throws IOException {
    int presentCount = Math.min(bytes.length, buffer.remaining());
    buffer.get(bytes, 0, presentCount);
    return fill(ByteBuffer.wrap(bytes, presentCount, bytes.length - presentCount));
  }

  void answer(char kind, int flags, byte[] body) throws IOException {
    if (body.length > ANSWER_MAX_BYTES) {
      answer(TOO_LARGE, flags, new byte[0]);
      return;
    }
    buffer.clear();
    buffer.putInt(ANSWER_HEAD_BYTES + body.length).put((byte) kind).put((byte) flags).putLong(0);
    send(body);
  }

  /// The handler is loaded; both times are on the monotonic clock.
  void ready(long isolatedNs, long readyNs) throws IOException {
    buffer.clear();
    buffer.putInt(1 + 16).put((byte) 'R').putLong(isolatedNs).putLong(readyNs);
    send(new byte[0]);
  }

  /// The handler can't be loaded.
  void refuse(byte[] body) throws IOException {
    buffer.clear();
    buffer.putInt(1 + body.length).put((byte) 'F');
    send(body);
  }

  /// What stands in the buffer, then the body; a short one goes with it.
  private void send(byte[] body) throws IOException {
    boolean fits = body.length <= buffer.remaining();
    if (fits) {
      buffer.put(body);
    }
    drain(buffer.flip());
    if (!fits) {
      drain(ByteBuffer.wrap(body));
    }
  }

  private void drain(ByteBuffer bytes) throws IOException {
    while (channel != null && bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private boolean fill(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel == null || channel.read(bytes) < 0) {
        return false;
      }
    }
    return true;
  }
}
