package dev.perigee.runtime.lambda.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.perigee.runtime.sandbox.Lookout;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// HTTP/1.1 as runtimes use it: requests one after the other, a body by length or in chunks. One
/// thread reads; any may write.
public final class HttpConnection {
  private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);

  /// What clients take between two requests when they have little else to do.
  private static final long SOON_NS = 200_000;

  private static final int BUFFER_BYTES = 16 * 1024;

  /// One header alone, the cause of an error for X-Ray, may have 1 MiB.
  private static final int HEAD_MAX_BYTES = (1024 + 64) * 1024;

  /// A longer body is not even read to its end.
  private static final long DRAIN_MAX_BYTES = 64L * 1024 * 1024;

  private final SocketChannel channel;
  private final int bodyMaxBytes;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private int headBytes;
  private volatile long wroteNs;
  private boolean asksSoon;

  public HttpConnection(SocketChannel channel, int bodyMaxBytes) {
    this.channel = channel;
    this.bodyMaxBytes = bodyMaxBytes;
  }

  /// The head of the next request; empty at the end of the connection.
  Optional<HttpRequest> head() throws IOException {
    headBytes = 0;
    if (!buffer.hasRemaining() && !first()) {
      return Optional.empty();
    }
    String[] first = line().split(" ");
    if (first.length < 3) {
      throw new IOException("not an HTTP request: " + String.join(" ", first));
    }
    Map<String, String> headers = new HashMap<>();
    headers(headers);
    if (first[2].equals("HTTP/1.0")) {
      headers.putIfAbsent("connection", "close");
    }
    if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
      write(ByteBuffer.wrap(CONTINUE.clone()));
    }
    return Optional.of(HttpRequest.head(first[0], first[1], headers));
  }

  /// The request with its body, which is kept.
  HttpRequest whole(HttpRequest head) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      long bytes = body(head.headers(), bodyMaxBytes, body::write);
      return bytes > bodyMaxBytes
          ? head.with(new byte[0], HttpRequest.Extent.OVERSIZED)
          : head.with(body.toByteArray(), HttpRequest.Extent.WHOLE);
    } catch (EOFException cut) {
      return head.with(new byte[0], HttpRequest.Extent.TRUNCATED);
    }
  }

  /// The request after its body, which is passed on. Whatever is wrong with that cuts it off.
  HttpRequest passed(HttpRequest head, Upload upload) {
    try {
      long bytes = body(head.headers(), upload.maxBytes(), upload::part);
      return head.with(
          new byte[0],
          bytes > upload.maxBytes() ? HttpRequest.Extent.OVERSIZED : HttpRequest.Extent.WHOLE);
    } catch (IOException cut) {
      return head.with(new byte[0], HttpRequest.Extent.TRUNCATED);
    }
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

  /// Takes parts of a body; the array is used again.
  private interface Parts {
    void take(byte[] bytes, int from, int count);
  }

  private long body(Map<String, String> headers, long maxBytes, Parts parts) throws IOException {
    return "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
        ? chunks(headers, maxBytes, parts)
        : copy(number(headers.getOrDefault("content-length", "0"), 10), 0, maxBytes, parts);
  }

  private long chunks(Map<String, String> headers, long maxBytes, Parts parts) throws IOException {
    long total = 0;
    while (true) {
      long bytes = number(line().split(";", 2)[0].trim(), 16);
      if (bytes == 0) {
        headers(headers);
        return total;
      }
      total += copy(bytes, total, maxBytes, parts);
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

  private long copy(long bytes, long before, long maxBytes, Parts parts) throws IOException {
    if (before + bytes > DRAIN_MAX_BYTES) {
      throw new IOException("a body of more than " + DRAIN_MAX_BYTES + " bytes");
    }
    long left = bytes;
    while (left > 0) {
      if (!buffer.hasRemaining() && !more()) {
        throw new EOFException("the connection ended inside a body");
      }
      int part = (int) Math.min(left, buffer.remaining());
      if (before + bytes <= maxBytes) {
        parts.take(buffer.array(), buffer.position(), part);
      }
      buffer.position(buffer.position() + part);
      left -= part;
    }
    return bytes;
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

  /// The first bytes of a request. A client that was answered and used to ask again soon is looked
  /// out for: to fall asleep and to be woken takes longer.
  private boolean first() throws IOException {
    boolean answered = wroteNs != 0;
    buffer.clear();
    int count =
        answered && asksSoon ? Lookout.read(channel, buffer, SOON_NS) : channel.read(buffer);
    buffer.flip();
    long answeredNs = wroteNs;
    asksSoon = answeredNs != 0 && System.nanoTime() - answeredNs < SOON_NS;
    wroteNs = 0;
    return count > 0;
  }

  /// The rest of a request follows at once.
  private boolean more() throws IOException {
    int count = Lookout.read(channel, buffer.clear(), SOON_NS);
    buffer.flip();
    return count > 0;
  }

  /// Two threads never write at once: a client waits for one answer at a time.
  public void write(HttpResponse response) throws IOException {
    byte[] head = response.head();
    byte[] body = response.body();
    wroteNs = System.nanoTime();
    write(ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip());
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
