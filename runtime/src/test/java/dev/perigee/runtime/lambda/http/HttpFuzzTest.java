package dev.perigee.runtime.lambda.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Fuzz;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a runtime client sends to the Runtime API.
class HttpFuzzTest {
  private static final int BODY_MAX_BYTES = 1_000;

  private static final String LENGTH = "Content-Length: 3";
  private static final String CHUNKED = "Transfer-Encoding: chunked";
  private static final String CHUNKS = String.join("\r\n", "3", "abc", "0", "A: b", "", "");

  @TempDir Path folder;

  private static String request(String line, String header, String body) {
    return String.join("\r\n", line, header, "", body);
  }

  @Test
  void readsOrRefusesEveryRequest() throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);

      Fuzz.Result result =
          Fuzz.of(
                  request("GET /2018-06-01/runtime/invocation/next HTTP/1.1", "Host: a", ""),
                  request("POST /2018-06-01/runtime/invocation/1/response HTTP/1.1", LENGTH, "abc"),
                  request("POST /x HTTP/1.1", CHUNKED, CHUNKS))
              .refusing(IOException.class)
              .run(request -> exchange(server, address, request));

      assertThat(result.taken()).isPositive();
      assertThat(result.refused()).isPositive();
    }
  }

  private static void exchange(
      ServerSocketChannel server, UnixDomainSocketAddress address, byte[] request)
      throws IOException {
    try (SocketChannel client = SocketChannel.open(address);
        SocketChannel served = server.accept()) {
      ByteBuffer out = ByteBuffer.wrap(request);
      while (out.hasRemaining()) {
        client.write(out);
      }
      client.shutdownOutput();
      HttpConnection connection = new HttpConnection(served, BODY_MAX_BYTES);
      Optional<HttpRequest> head = connection.head();
      while (head.isPresent()) {
        HttpRequest read = connection.whole(head.get());
        assertThat(read.body().length).isLessThanOrEqualTo(BODY_MAX_BYTES);
        head = connection.head();
      }
    }
  }
}
