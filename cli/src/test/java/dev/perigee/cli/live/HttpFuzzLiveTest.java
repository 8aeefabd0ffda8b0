package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Fuzz;
import dev.perigee.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is sent to the port of a live platform: an answer or an end of the connection, never an
/// internal error, never a thing of another tenant; and the platform goes on.
class HttpFuzzLiveTest {
  private static final String CANARY = "canary-of-the-other-tenant";
  private static final Code CODE =
      Code.of(
          "app.handle",
          "def handle(event, context):\n    print('%s')\n    return event\n".formatted(CANARY));
  private static final int PATIENCE_MS = 20_000;

  @TempDir Path data;

  @Test
  void answersOrRefusesEveryRequestAndTellsNothingOfOthers() {
    var _ = Needs.python();
    try (LiveServer server = new LiveServer(data)) {
      LiveClient other = server.client().as("other");
      other.deploy("theirs", CODE, Map.of("SECRET", CANARY));
      assertThat(other.invoke("theirs", "{}").statusCode()).isEqualTo(200);
      server.client().deploy("mine", CODE);

      Fuzz.Result result =
          Fuzz.of(requests())
              .refusing(SocketException.class)
              .run(request -> {
                String answer = exchange(server.port(), request);
                assertThat(answer).doesNotContain(CANARY).doesNotStartWith("HTTP/1.1 500");
              });

      assertThat(result.taken()).isPositive();
      LiveClient.await("ready", server.client()::isReady, ready -> ready);
      assertThat(other.invoke("theirs", "{}").statusCode()).isEqualTo(200);
    }
  }

  private static String[] requests() {
    return Stream.of(
            request("GET", "/v1/functions", ""),
            request("GET", "/v1/functions/mine", ""),
            request("GET", "/v1/functions/theirs/logs", ""),
            request("GET", "/v1/ledger?function=mine&sinceS=3600&format=csv", ""),
            request("GET", "/v1/invocations?limit=5", ""),
            request("GET", "/v1/decisions", ""),
            request("GET", "/v1/stats/functions?match=m&order=name&limit=3", ""),
            request("GET", "/v1/stats/series?span=1h", ""),
            request("GET", "/v1/async?state=dead&function=mine", ""),
            request("GET", "/v1/caps/function/mine", ""),
            request("PUT", "/v1/caps/function/other", "{\"invocations\": 10}"),
            request("POST", "/v1/functions/mine/invocations", "{\"a\": [1, \"b\"]}"),
            request("POST", "/2015-03-31/functions/mine/invocations?Qualifier=$LATEST", "{}"),
            request("GET", "/2015-03-31/functions?MaxItems=2&Marker=x", ""),
            request("GET", "/2015-03-31/functions/arn:aws:lambda:us-east-1:0:function:mine", ""),
            request("PUT", "/v1/functions/new", "{\"runtime\": \"python3\", \"handler\": \"a.b\"}"),
            request("GET", "/", ""),
            request("GET", "/metrics", ""))
        .toArray(String[]::new);
  }

  private static String request(String method, String target, String body) {
    return String.join(
        "\r\n",
        method + " " + target + " HTTP/1.1",
        "Host: 127.0.0.1",
        "Connection: close",
        "Content-Type: application/json",
        "Content-Length: " + body.getBytes(UTF_8).length,
        "",
        body);
  }

  private static String exchange(int port, byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.setSoLinger(true, 0);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
