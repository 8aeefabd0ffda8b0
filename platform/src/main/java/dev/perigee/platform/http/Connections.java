package dev.perigee.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// All connections of the door. Each is served by a thread of its own; what is open and what was
/// heard of it stands here, so that one who is too slow, or one too many, costs the others nothing.
final class Connections implements ServerConnectionSelector {
  private static final long EVERY_MS = 1_000;

  private final Http1ConnectionSelector http;
  private final ConnectionLimits limits;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
  private final Thread watch;

  Connections(Http1ConnectionSelector http, ConnectionLimits limits) {
    this.http = http;
    this.limits = limits;
    this.watch = Thread.ofVirtual().name("connections").start(this::watch);
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    if (open.size() >= limits.countMax()) {
      return new Refused(
          context, "%d connections are open, which is the limit".formatted(limits.countMax()));
    }
    Connection connection = new Connection(context, http::connection, this::closed);
    int ofAddress = byAddress.merge(connection.address(), 1, Integer::sum);
    open.add(connection);
    if (limits.perAddressMax() > 0 && ofAddress > limits.perAddressMax()) {
      closed(connection);
      return new Refused(
          context,
          "%s has %d connections open, which is the limit for one address"
              .formatted(connection.address(), limits.perAddressMax()));
    }
    return connection;
  }

  private void closed(Connection connection) {
    if (open.remove(connection)) {
      byAddress.computeIfPresent(connection.address(), (_, count) -> count == 1 ? null : count - 1);
    }
  }

  /// How many are open.
  int count() {
    return open.size();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(EVERY_MS);
        closeSlow(System.nanoTime());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeSlow(long nowNs) {
    for (Connection connection : open) {
      if (connection.isTooSlow(limits, nowNs)) {
        connection.close(true);
      }
    }
  }

  void stop() {
    watch.interrupt();
  }

  /// One that is told why, and closed.
  private record Refused(ConnectionContext context, String why) implements ServerConnection {
    @Override
    public void handle(Limit limit) {
      byte[] body = Json.bytes(Problems.unavailable(why + ": try again later"));
      String head =
          "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n"
              + "Retry-After: 1\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                  .formatted(body.length);
      context
          .dataWriter()
          .writeNow(
              BufferData.create(BufferData.create(head.getBytes(UTF_8)), BufferData.create(body)));
    }

    @Override
    public Duration idleTime() {
      return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {}
  }
}
