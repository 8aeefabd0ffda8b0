package dev.perigee.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/// One keep-alive connection of HTTP/1.1 that understands what Perigee answers: a status, headers,
/// `Content-Length` and a body. Not thread-safe.
final class Connection implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final byte[] LENGTH = "content-length:".getBytes(ISO_8859_1);

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final byte[] bytes = new byte[BUFFER_BYTES];
  private int filled;
  private int bodyAt;
  private int bodyBytes;

  Connection(InetSocketAddress address) throws IOException {
    this.channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  /// A whole request as it goes over the wire.
  static ByteBuffer request(String host, String path, byte[] body) {
    byte[] head =
        ("POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(path, host, body.length))
            .getBytes(ISO_8859_1);
    return ByteBuffer.allocateDirect(head.length + body.length).put(head).put(body).flip();
  }

  /// Sends and waits for the answer; returns its status.
  int exchange(ByteBuffer request) throws IOException {
    ByteBuffer out = request.duplicate();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    filled = 0;
    int end = -1;
    while (end < 0) {
      int before = filled;
      fill();
      end = headEnd(Math.max(0, before - 3));
    }
    bodyAt = end;
    bodyBytes = contentLength(end);
    if (bodyAt + bodyBytes > BUFFER_BYTES) {
      throw new IOException("an answer of " + bodyBytes + " bytes; at most " + BUFFER_BYTES);
    }
    while (filled < bodyAt + bodyBytes) {
      fill();
    }
    return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + (bytes[11] - '0');
  }

  /// Whether the last answer's body is this.
  boolean bodyIs(byte[] expected) {
    return Arrays.equals(bytes, bodyAt, bodyAt + bodyBytes, expected, 0, expected.length);
  }

  String body() {
    return new String(bytes, bodyAt, bodyBytes, ISO_8859_1);
  }

  private void fill() throws IOException {
    in.clear().limit(BUFFER_BYTES - filled);
    int count = channel.read(in);
    if (count <= 0) {
      throw new EOFException("the platform closed the connection after " + filled + " bytes");
    }
    in.flip().get(bytes, filled, count);
    filled += count;
  }

  /// Where the body begins; -1 if the head is not complete.
  private int headEnd(int from) {
    for (int i = from; i + 3 < filled; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private int contentLength(int end) throws IOException {
    for (int i = 0; i < end; i++) {
      if (bytes[i] == '\n' && startsWithLength(i + 1)) {
        return number(i + 1 + LENGTH.length);
      }
    }
    throw new IOException(
        "an answer without Content-Length: " + new String(bytes, 0, end, ISO_8859_1));
  }

  private boolean startsWithLength(int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      int letter = bytes[at + i];
      if ((letter >= 'A' && letter <= 'Z' ? letter + 32 : letter) != LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  private int number(int at) {
    int value = 0;
    for (int i = at; bytes[i] != '\r'; i++) {
      if (bytes[i] != ' ') {
        value = value * 10 + bytes[i] - '0';
      }
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
