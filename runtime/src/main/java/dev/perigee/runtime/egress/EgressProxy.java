package dev.perigee.runtime.egress;

import dev.perigee.model.function.Destination;
import dev.perigee.runtime.worker.LogSink;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The proxy of one sandbox. Its socket lies in the sandbox's network, what it connects to in the
/// machine's.
public final class EgressProxy implements AutoCloseable {
  /// Where a sandbox finds it, on its own loopback.
  public static final int PORT = 3128;

  private static final int CONNECTIONS_MAX = 64;

  private final ServerSocketChannel server;
  private final LogSink logs;
  private final Passage passage;
  private final AtomicLong sentBytes = new AtomicLong();
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final Set<Socket> outside = ConcurrentHashMap.newKeySet();

  private EgressProxy(ServerSocketChannel server, Permits permits, LogSink logs) {
    this.server = server;
    this.logs = logs;
    this.passage = new Passage(permits, logs, sentBytes, outside);
  }

  /// Serves until it is closed.
  ///
  /// @param server in the sandbox's network
  /// @param logs of the function
  public static EgressProxy start(
      ServerSocketChannel server, List<Destination> network, Names names, LogSink logs) {
    EgressProxy proxy = new EgressProxy(server, new Permits(network, names), logs);
    Thread.ofVirtual().name("perigee-egress").start(proxy::accept);
    return proxy;
  }

  private void accept() {
    try {
      while (true) {
        admit(server.accept());
      }
    } catch (IOException closed) {
      close();
    }
  }

  private void admit(SocketChannel inside) throws IOException {
    if (open.size() >= CONNECTIONS_MAX) {
      logs.line("network refused: " + CONNECTIONS_MAX + " connections are open already");
      inside.close();
      return;
    }
    open.add(inside);
    // Looking up a name may take long, and would hold a carrier of virtual threads.
    Thread.ofPlatform().daemon().name("perigee-egress").start(() -> serve(inside));
  }

  private void serve(SocketChannel inside) {
    try (inside) {
      passage.serve(inside.socket());
    } catch (IOException gone) {
      // Either side has ended it; the function sees that itself.
      return;
    } finally {
      open.remove(inside);
    }
  }

  /// What was sent since this was asked last.
  public long takeSentBytes() {
    return sentBytes.getAndSet(0);
  }

  /// Ends all connections too.
  @Override
  public void close() {
    close(server);
    open.forEach(EgressProxy::close);
    outside.forEach(Passage::close);
  }

  private static void close(AutoCloseable channel) {
    try {
      channel.close();
    } catch (Exception alreadyGone) {
      return;
    }
  }
}
