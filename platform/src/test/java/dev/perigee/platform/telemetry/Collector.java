package dev.perigee.platform.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What spans are sent to: keeps each request.
final class Collector implements AutoCloseable {
  private final ObjectMapper mapper = new ObjectMapper();
  private final BlockingQueue<JsonNode> requests = new LinkedBlockingQueue<>();
  private final HttpServer server;
  volatile int status = 200;

  Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// The next request.
  JsonNode next() throws InterruptedException {
    JsonNode request = requests.poll(30, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("nothing was sent within 30 s");
    }
    return request;
  }

  private void take(HttpExchange exchange) throws IOException {
    requests.add(mapper.readTree(exchange.getRequestBody()));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
