package dev.perigee.runtime.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// HTTP/1.1 as runtimes use it: requests one after the other, a body by length or in chunks.
final class HttpConnection {
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int HEAD_MAX_BYTES = 64 * 1024;

  /// A longer body is not even read to its end.
  private static final long DRAIN_MAX_BYTES = 64L * 1024 * 1024;

  private final SocketChannel channel;
  private final int bodyMaxBytes;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private int headBytes;

  HttpConnection(SocketChannel channel, int bodyMaxBytes) {
    this.channel = channel;
    this.bodyMaxBytes = bodyMaxBytes;
  }

  /// The next request; empty at the end of the connection.
  Optional<HttpRequest> read() throws IOException {
    headBytes = 0;
    if (!buffer.hasRemaining() && !more()) {
      return Optional.empty();
    }
    String[] first = line().split(" ");
    if (first.length < 3) {
      throw new IOException("not an HTTP request: " + String.join(" ", first));
    }
    Map<String, String> headers = new HashMap<>();
    headers(headers);
    if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
      write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    long bytes = body(headers, body);
    boolean oversized = bytes > bodyMaxBytes;
    byte[] kept = oversized ? new byte[0] : body.toByteArray();
    return Optional.of(new HttpRequest(first[0], first[1], headers, kept, oversized));
  }

  private void headers(Map<String, String> headers) throws IOException {
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
      }
    }
  }

  private long body(Map<String, String> headers, ByteArrayOutputStream body) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return chunks(headers, body);
    }
    String length = headers.get("content-length");
    if (length == null) {
      return 0;
    }
    long bytes = number(length, 10);
    copy(bytes, 0, body);
    return bytes;
  }

  private long chunks(Map<String, String> headers, ByteArrayOutputStream body) throws IOException {
    long total = 0;
    while (true) {
      long bytes = number(line().split(";", 2)[0].trim(), 16);
      if (bytes == 0) {
        headers(headers);
        return total;
      }
      copy(bytes, total, body);
      total += bytes;
      line();
    }
  }

  private static long number(String text, int radix) throws IOException {
    try {
      long value = Long.parseLong(text, radix);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IOException("not a length: " + text, e);
    }
    throw new IOException("not a length: " + text);
  }

  private void copy(long bytes, long before, ByteArrayOutputStream body) throws IOException {
    if (before + bytes > DRAIN_MAX_BYTES) {
      throw new IOException("a body of more than " + DRAIN_MAX_BYTES + " bytes");
    }
    long left = bytes;
    while (left > 0) {
      if (!buffer.hasRemaining() && !more()) {
        throw new EOFException("the connection ended inside a body");
      }
      int part = (int) Math.min(left, buffer.remaining());
      if (before + bytes <= bodyMaxBytes) {
        body.write(buffer.array(), buffer.position(), part);
      }
      buffer.position(buffer.position() + part);
      left -= part;
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      if (!buffer.hasRemaining() && !more()) {
        throw new EOFException("the connection ended inside a request");
      }
      char c = (char) (buffer.get() & 0xFF);
      if (c == '\n') {
        return line.toString();
      }
      if (++headBytes > HEAD_MAX_BYTES) {
        throw new IOException("a request head of more than " + HEAD_MAX_BYTES + " bytes");
      }
      if (c != '\r') {
        line.append(c);
      }
    }
  }

  private boolean more() throws IOException {
    int count = channel.read(buffer.clear());
    buffer.flip();
    return count > 0;
  }

  void write(int status, Map<String, String> headers, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(status).append(' ').append(reason(status)).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] start = head.toString().getBytes(ISO_8859_1);
    ByteBuffer all = ByteBuffer.allocate(start.length + body.length).put(start).put(body).flip();
    while (all.hasRemaining()) {
      channel.write(all);
    }
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    while (all.hasRemaining()) {
      channel.write(all);
    }
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 202 -> "Accepted";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 413 -> "Request Entity Too Large";
      default -> "Status";
    };
  }
}
