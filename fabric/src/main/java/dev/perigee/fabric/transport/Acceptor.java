package dev.perigee.fabric.transport;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// The controller's side: gives each new connection to the channel of the node that dialled.
final class Acceptor {
  private final String name;
  private final LongSupplier epoch;
  private final Function<String, ChannelHandler> handlers;
  private final ChannelOptions options;
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();
  private final Map<String, Long> epochs = new ConcurrentHashMap<>();

  Acceptor(
      String name,
      LongSupplier epoch,
      Function<String, ChannelHandler> handlers,
      ChannelOptions options) {
    this.name = name;
    this.epoch = epoch;
    this.handlers = handlers;
    this.options = options;
  }

  Peer peer(String node) {
    return peers.computeIfAbsent(node, n -> new Peer(n, options, handlers.apply(n)));
  }

  /// Runs the handshake on a thread of its own, so that a silent client keeps nobody waiting.
  void accept(Wire wire) {
    Thread.ofVirtual().name("perigee-handshake").start(() -> greet(wire));
  }

  private void greet(Wire wire) {
    try {
      Hello hello = Handshake.read(wire, options.lostAfter());
      Peer peer = peer(hello.node());
      long known = epochs.merge(hello.node(), hello.epoch(), Math::max);
      if (peer.link().isCut()) {
        wire.close();
      } else if (hello.epoch() < known) {
        Handshake.refuse(wire, stale(hello, known));
        wire.close();
      } else {
        wire.write(java.util.List.of(new Hello(name, epoch.getAsLong()).toFrame()));
        peer.attach(wire, hello);
      }
    } catch (IOException | RuntimeException e) {
      wire.close();
      System.getLogger(Acceptor.class.getName())
          .log(System.Logger.Level.DEBUG, () -> "a connection ended in its handshake: " + e);
    }
  }

  private static String stale(Hello hello, long known) {
    return "node %s of epoch %d is stale: epoch %d was here; stop this process"
        .formatted(hello.node(), hello.epoch(), known);
  }

  void close() {
    peers.values().forEach(Peer::close);
  }
}
