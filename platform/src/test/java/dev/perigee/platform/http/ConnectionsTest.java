package dev.perigee.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Clients that are slow, silent or too many.
@Timeout(60)
class ConnectionsTest {
  private static final ConnectionLimits SHORT =
      new ConnectionLimits(
          3, 0, Duration.ofMillis(300), Duration.ofMillis(900), Duration.ofMillis(300), 1_000_000);
  private static final String REQUEST = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private static HttpFront start(ConnectionLimits limits) {
    return HttpFront.start(
        new FakeControlPlane(), Door.open("127.0.0.1", 0).limited(limits), _ -> List.of());
  }

  private static Socket connect(HttpFront front) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), front.port());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  /// What comes until the other side closes.
  private static String rest(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (SocketException _) {
      return "";
    }
  }

  @Test
  void whoNeverEndsItsHeadOrItsBodyIsCutOff() throws IOException {
    HttpFront front = start(SHORT);
    try (Socket head = connect(front);
        Socket body = connect(front)) {
      send(head, "GET /health/live HTTP/1.1\r\nHost: ");
      send(body, "PUT /v1/functions/f HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90\r\n\r\n{");
      assertThat(rest(head)).doesNotContain("200");
      assertThat(rest(body)).doesNotContain("200");
    } finally {
      front.stop(Duration.ZERO);
    }
  }

  @Test
  void whoIsSilentIsCutOffBeforeAndAfterARequest() throws IOException {
    HttpFront front = start(SHORT);
    try (Socket silent = connect(front);
        Socket resting = connect(front)) {
      send(resting, REQUEST);
      assertThat(rest(resting)).contains("200 OK");
      assertThat(rest(silent)).isEmpty();
    } finally {
      front.stop(Duration.ZERO);
    }
  }

  @Test
  void oneConnectionTooManyIsToldSoAndTheOthersGoOn() throws IOException {
    ConnectionLimits patient =
        new ConnectionLimits(
            3, 0, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), 1);
    HttpFront front = start(patient);
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        Socket socket = connect(front);
        send(socket, REQUEST);
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        open.add(socket);
      }
      try (Socket more = connect(front)) {
        assertThat(rest(more)).startsWith("HTTP/1.1 503").contains("3 connections are open");
      }
      send(open.getFirst(), REQUEST);
      assertThat(open.getFirst().getInputStream().read()).isPositive();
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
      front.stop(Duration.ZERO);
    }
  }

  @Test
  void oneAddressHasItsOwnLimit() throws IOException {
    HttpFront front = start(ConnectionLimits.ofProcess().counts(0, 1));
    try (Socket first = connect(front)) {
      send(first, REQUEST);
      assertThat(first.getInputStream().read()).isEqualTo('H');
      try (Socket second = connect(front)) {
        assertThat(rest(second)).startsWith("HTTP/1.1 503").contains("limit for one address");
      }
    } finally {
      front.stop(Duration.ZERO);
    }
  }

  @Test
  void whatIsTooLongIsSaidSo() throws IOException {
    HttpFront front = start(ConnectionLimits.ofProcess());
    try {
      for (String request :
          List.of(
              "414 GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
              "431 GET / HTTP/1.1\r\nHost: localhost\r\nA: " + "a".repeat(70_000) + "\r\n\r\n")) {
        try (Socket socket = connect(front)) {
          send(socket, request.substring(4));
          assertThat(rest(socket)).contains(" " + request.substring(0, 3) + " ");
        }
      }
    } finally {
      front.stop(Duration.ZERO);
    }
  }
}
