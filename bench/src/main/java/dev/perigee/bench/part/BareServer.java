package dev.perigee.bench.part;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.perigee.bench.measure.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// The least that a client of the Runtime API can be served by: one connection, one thread, the
/// same event again and again, no look at what comes back.
final class BareServer implements AutoCloseable {
  private static final String HEAD =
      """
      HTTP/1.1 200 OK
      Content-Type: application/json
      Lambda-Runtime-Aws-Request-Id: 00000000-0000-0000-0000-000000000000
      Lambda-Runtime-Deadline-Ms: 1700000000000
      Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:echo
      Lambda-Runtime-Trace-Id: Root=1-00000000-000000000000000000000000;Sampled=0
      Content-Length: %d

      """;
  private static final String EVENT =
      HEAD.formatted(BenchFunctions.EVENT.length()).replace("\n", "\r\n") + BenchFunctions.EVENT;
  private static final byte[] NEXT = EVENT.getBytes(ISO_8859_1);
  private static final String ACCEPTED =
      """
      HTTP/1.1 202 Accepted
      Content-Type: application/json
      Content-Length: 16

      """;
  private static final byte[] TAKEN =
      (ACCEPTED.replace("\n", "\r\n") + "{\"status\":\"OK\"}\n").getBytes(ISO_8859_1);

  private final ServerSocketChannel server;
  private final Process client;
  private final SocketChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024).flip();

  /// @param bootstrap the client, as a plain process
  BareServer(Path bootstrap) throws IOException {
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    ProcessBuilder builder = new ProcessBuilder(bootstrap.toString());
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port);
    client = builder.inheritIO().start();
    channel = server.accept();
  }

  /// From one question for an event to the next: two exchanges.
  void measure(Samples samples, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      long fromNs = System.nanoTime();
      exchange(NEXT);
      exchange(TAKEN);
      samples.add(System.nanoTime() - fromNs);
    }
  }

  private void exchange(byte[] answer) throws IOException {
    String head = head();
    int at = head.indexOf("Content-Length: ");
    int bodyBytes =
        at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)).trim());
    while (buffer.remaining() < bodyBytes) {
      more();
    }
    buffer.position(buffer.position() + bodyBytes);
    channel.write(ByteBuffer.wrap(answer));
  }

  private String head() throws IOException {
    while (true) {
      String seen = new String(buffer.array(), buffer.position(), buffer.remaining(), ISO_8859_1);
      int end = seen.indexOf("\r\n\r\n");
      if (end >= 0) {
        buffer.position(buffer.position() + end + 4);
        return seen.substring(0, end + 2);
      }
      more();
    }
  }

  private void more() throws IOException {
    buffer.compact();
    if (channel.read(buffer) < 0) {
      throw new IOException("the client has ended");
    }
    buffer.flip();
  }

  @Override
  public void close() throws IOException {
    client.destroyForcibly();
    channel.close();
    server.close();
  }
}
