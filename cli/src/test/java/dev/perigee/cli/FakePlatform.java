package dev.perigee.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perigee.cli.show.PlatformLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A platform that answers from a list: `METHOD path` to what comes back. It remembers what it was
/// asked.
final class FakePlatform implements Running {
  /// One answer.
  record Canned(int status, String body, Map<String, String> headers) {}

  private final Map<String, Canned> answers = new HashMap<>();
  private final HttpServer server;
  final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  final List<String> bodies = Collections.synchronizedList(new ArrayList<>());

  FakePlatform() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  FakePlatform on(String request, int status, String body) {
    answers.put(request, new Canned(status, body, Map.of()));
    return this;
  }

  FakePlatform on(String request, int status, String body, Map<String, String> headers) {
    answers.put(request, new Canned(status, body, headers));
    return this;
  }

  @Override
  public PlatformLog log() {
    return new PlatformLog(PlatformLog.Format.text, new PrintWriter(System.err, true, UTF_8));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    requests.add(request);
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    Canned canned =
        answers.getOrDefault(
            request, new Canned(404, "{\"problems\":[\"nothing at " + request + "\"]}", Map.of()));
    canned.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = canned.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(canned.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public Duration patience() {
    return UpOptions.DRAIN_DEFAULT;
  }

  @Override
  public void stop(Duration patience) {
    server.stop(0);
  }
}
