package dev.perigee.runtime.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.perigee.model.function.Destination;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a client of the proxy sees, with a server on this machine that the list has as an address.
class EgressProxyTest {
  private final List<String> logs = new CopyOnWriteArrayList<>();
  private final AtomicInteger lookUps = new AtomicInteger();
  private HttpServer server;
  private ServerSocketChannel door;
  private EgressProxy proxy;

  @BeforeEach
  void open() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String said =
              exchange.getRequestURI()
                  + " of "
                  + exchange.getRequestHeaders().getFirst("Host")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Proxy-Authorization");
          exchange.sendResponseHeaders(200, said.length());
          exchange.getResponseBody().write(said.getBytes(ISO_8859_1));
          exchange.close();
        });
    server.start();
    door = ServerSocketChannel.open().bind(new InetSocketAddress(loopback, 0));
    proxy =
        EgressProxy.start(
            door,
            List.of(Destination.of("127.0.0.1:" + port()), Destination.of("a.test:" + port())),
            name -> rebinding(),
            logs::add);
  }

  /// The first look-up leads to the server, every later one to where nobody may go.
  private InetAddress[] rebinding() {
    String address = lookUps.getAndIncrement() == 0 ? "127.0.0.1" : "169.254.169.254";
    return new InetAddress[] {InetAddress.ofLiteral(address)};
  }

  @AfterEach
  void close() {
    proxy.close();
    server.stop(0);
  }

  private int port() {
    return server.getAddress().getPort();
  }

  /// Sends a text and returns all that comes back.
  private String ask(String text) throws IOException {
    InetSocketAddress at = (InetSocketAddress) door.getLocalAddress();
    try (Socket socket = new Socket(at.getAddress(), at.getPort())) {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void carriesAPlainRequestUnderTheNameThatWasLookedUp() throws IOException {
    String answer =
        ask(
            "GET http://a.test:%d/x?y=1 HTTP/1.1\r\nHost: other.test\r\nProxy-Authorization: Basic x\r\n\r\n"
                .formatted(port()));

    assertThat(answer).startsWith("HTTP/1.1 200").endsWith("/x?y=1 of a.test:" + port() + " null");
    assertThat(proxy.takeSentBytes()).isGreaterThan(40);
    assertThat(proxy.takeSentBytes()).isZero();
    assertThat(logs).isEmpty();
  }

  @Test
  void carriesATunnelBothWays() throws IOException {
    String request = "GET /inside HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n";

    String answer = ask("CONNECT 127.0.0.1:%d HTTP/1.1\r\n\r\n%s".formatted(port(), request));

    assertThat(answer)
        .startsWith("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200")
        .contains("/inside of a.test");
    assertThat(proxy.takeSentBytes()).isEqualTo(request.length());
  }

  @Test
  void connectsToTheAddressThatItLookedAtAndLooksAtEachConnectionAnew() throws IOException {
    String request = "GET http://a.test:%d/ HTTP/1.1\r\n\r\n".formatted(port());

    assertThat(ask(request)).startsWith("HTTP/1.1 200");
    assertThat(lookUps).hasValue(1);
    assertThat(ask(request)).startsWith("HTTP/1.1 403 a.test leads to 169.254.169.254");
  }

  @Test
  void saysWhyItRefusesInItsFirstLineAndInTheLog() throws IOException {
    assertThat(ask("CONNECT b.test:443 HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 403 b.test:443 is not in network.allow\r\n");
    assertThat(logs)
        .containsExactly("network refused: CONNECT b.test:443: b.test:443 is not in network.allow");
    assertThat(lookUps).hasValue(0);
  }

  @Test
  void refusesWhatIsNoRequestOfAProxy() throws IOException {
    for (String wrong :
        List.of(
            "GET / HTTP/1.1\r\n\r\n",
            "GET https://a.test/ HTTP/1.1\r\n\r\n",
            "GET http://user@a.test/ HTTP/1.1\r\n\r\n",
            "CONNECT a.test HTTP/1.1\r\n\r\n",
            "CONNECT a.test:0 HTTP/1.1\r\n\r\n",
            "CONNECT a.test:99999 HTTP/1.1\r\n\r\n",
            "CONNECT [fe80::1%eth0]:80 HTTP/1.1\r\n\r\n",
            "hello\r\n\r\n",
            "GET http://a.test/ HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")) {
      String shown = wrong.substring(0, Math.min(wrong.length(), 40));
      assertThat(ask(wrong)).as(shown).startsWith("HTTP/1.1 400 ");
    }
  }
}
