package dev.perigee.platform.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One connection, and how long its client has kept it waiting. Its own thread writes, the watch
/// reads.
final class Connection implements ServerConnection, ConnectionContext {
  private static final ScopedValue<Connection> CURRENT = ScopedValue.newInstance();
  private static final long NS_PER_S = 1_000_000_000L;

  private final ConnectionContext context;
  private final DataReader reader = DataReader.create(this::pull);
  private final ServerConnection http;
  private final Consumer<Connection> closed;

  /// A socket that is closed does not know it any more.
  private final String address;

  private volatile Phase phase = Phase.IDLE;
  private volatile long sinceNs = System.nanoTime();
  private volatile boolean reading;
  private volatile long readFromNs;
  private volatile long waitedNs;
  private volatile long bodyBytes;
  private long headBytes;

  private enum Phase {
    /// No byte of a request.
    IDLE,
    /// The head has begun.
    HEAD,
    /// A route has it.
    ROUTE
  }

  /// @param protocol what speaks over it
  /// @param closed is told at the end
  Connection(
      ConnectionContext context,
      Function<ConnectionContext, ServerConnection> protocol,
      Consumer<Connection> closed) {
    this.context = context;
    this.address = context.remotePeer().host();
    this.closed = closed;
    this.http = protocol.apply(this);
  }

  private byte @Nullable [] pull() {
    readFromNs = System.nanoTime();
    reading = true;
    try {
      context.dataReader().ensureAvailable();
      byte[] bytes = context.dataReader().readBytes(context.dataReader().available());
      count(bytes.length, System.nanoTime());
      return bytes;
    } catch (DataReader.InsufficientDataAvailableException _) {
      return null;
    } finally {
      reading = false;
    }
  }

  private void count(int bytes, long nowNs) {
    if (phase == Phase.IDLE) {
      sinceNs = nowNs;
      headBytes = bytes;
      phase = Phase.HEAD;
    } else if (phase == Phase.HEAD) {
      headBytes += bytes;
    } else if (phase == Phase.ROUTE) {
      long waited = waitedNs + (nowNs - readFromNs);
      long body = bodyBytes + bytes;
      waitedNs = waited;
      bodyBytes = body;
    }
  }

  /// Whether so much came since the request of this thread began.
  static boolean hasHeadOver(long bytes) {
    return CURRENT.isBound() && CURRENT.get().headBytes > bytes;
  }

  /// The head of a request was read: a route has it from now on.
  static void routed() {
    if (CURRENT.isBound()) {
      Connection connection = CURRENT.get();
      connection.waitedNs = 0;
      connection.bodyBytes = 0;
      connection.phase = Phase.ROUTE;
    }
  }

  /// A route is done with the request.
  static void answered() {
    if (CURRENT.isBound()) {
      Connection connection = CURRENT.get();
      connection.sinceNs = System.nanoTime();
      connection.phase = Phase.IDLE;
    }
  }

  /// Whether the client is slower than it may be. A route that takes its time is not the client's
  /// fault: in one, only waiting for the client counts.
  boolean isTooSlow(ConnectionLimits limits, long nowNs) {
    return switch (phase) {
      case IDLE -> nowNs - sinceNs > limits.idle().toNanos();
      case HEAD -> reading && nowNs - sinceNs > limits.head().toNanos();
      case ROUTE -> reading && isBodyTooSlow(limits, nowNs);
    };
  }

  private boolean isBodyTooSlow(ConnectionLimits limits, long nowNs) {
    long waited = waitedNs + (nowNs - readFromNs) - limits.bodyGrace().toNanos();
    return waited > 0 && bodyBytes < waited / (double) NS_PER_S * limits.bodyBytesPerS();
  }

  /// Of the client.
  String address() {
    return address;
  }

  @Override
  public void handle(Limit limit) {
    try {
      ScopedValue.where(CURRENT, this)
          .call(() -> {
            http.handle(limit);
            return true;
          });
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      closed.accept(this);
    }
  }

  @Override
  public Duration idleTime() {
    return http.idleTime();
  }

  @Override
  public void close(boolean interrupt) {
    http.close(interrupt);
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public ListenerContext listenerContext() {
    return context.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return context.executor();
  }

  @Override
  public DataWriter dataWriter() {
    return context.dataWriter();
  }

  @Override
  public Router router() {
    return context.router();
  }

  @Override
  public Optional<ProxyProtocolData> proxyProtocolData() {
    return context.proxyProtocolData();
  }

  @Override
  public HelidonSocket serverSocket() {
    return context.serverSocket();
  }

  @Override
  public PeerInfo remotePeer() {
    return context.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return context.localPeer();
  }

  @Override
  public boolean isSecure() {
    return context.isSecure();
  }

  @Override
  public String socketId() {
    return context.socketId();
  }

  @Override
  public String childSocketId() {
    return context.childSocketId();
  }
}
