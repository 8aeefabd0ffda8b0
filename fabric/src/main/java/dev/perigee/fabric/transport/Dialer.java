package dev.perigee.fabric.transport;

import dev.perigee.fabric.FabricException;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// A node's side: dials, stays until contact is lost, pauses, dials again.
final class Dialer implements Runnable {
  /// Opens a connection or says why not.
  @FunctionalInterface
  interface Connector {
    Wire connect() throws IOException;
  }

  private final String node;
  private final LongSupplier epoch;
  private final Peer peer;
  private final Connector connector;

  private Dialer(String node, LongSupplier epoch, Peer peer, Connector connector) {
    this.node = node;
    this.epoch = epoch;
    this.peer = peer;
    this.connector = connector;
  }

  static Channel start(String node, LongSupplier epoch, Peer peer, Connector connector) {
    Dialer dialer = new Dialer(node, epoch, peer, connector);
    Thread.ofVirtual().name("perigee-dialer-" + node).start(dialer);
    return peer;
  }

  @Override
  public void run() {
    int failures = 0;
    while (!peer.isClosed()) {
      if (attempt()) {
        failures = 0;
      } else {
        failures++;
      }
      LockSupport.parkNanos(pauseNs(failures));
    }
  }

  /// True if there was contact, once it is over.
  private boolean attempt() {
    if (peer.link().isCut()) {
      return false;
    }
    try {
      Wire wire = connector.connect();
      try {
        Hello self = new Hello(node, epoch.getAsLong());
        Hello hello = Handshake.greet(wire, self, peer.options().lostAfter());
        peer.attach(wire, hello).awaitEnd();
        return true;
      } finally {
        wire.close();
      }
    } catch (IOException | FabricException e) {
      log(e);
      return false;
    } catch (InterruptedException e) {
      peer.close();
      return false;
    }
  }

  private void log(Exception e) {
    System.getLogger(Dialer.class.getName())
        .log(
            System.Logger.Level.DEBUG,
            () -> node + " can't reach its controller: " + e.getMessage());
  }

  private long pauseNs(int failures) {
    long baseNs = peer.options().backOff().toNanos();
    long maxNs = peer.options().maxBackOff().toNanos();
    long pauseNs = Math.min(maxNs, baseNs << Math.min(failures, 20));
    return pauseNs / 2 + ThreadLocalRandom.current().nextLong(pauseNs / 2 + 1);
  }
}
