package dev.perigee.fabric.transport;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The channel, on either side: at most one connection at a time, and the requests over it.
final class Peer implements Channel {
  private final ChannelOptions options;
  private final ChannelHandler handler;
  private final LinkControl link = new LinkControl();
  private final Requests requests = new Requests();

  /// Guards changes of the connection; `onUp` and `onLost` run under it, so they alternate.
  private final ReentrantLock change = new ReentrantLock();

  private volatile @Nullable Connection current;
  private volatile String peer;
  private volatile boolean closed;

  Peer(String peer, ChannelOptions options, ChannelHandler handler) {
    this.peer = peer;
    this.options = options;
    this.handler = handler;
  }

  ChannelOptions options() {
    return options;
  }

  ChannelHandler handler() {
    return handler;
  }

  Requests requests() {
    return requests;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public String peer() {
    return peer;
  }

  @Override
  public boolean isUp() {
    return current != null;
  }

  @Override
  public LinkControl link() {
    return link;
  }

  @Override
  public CompletableFuture<byte[]> request(byte kind, byte[] payload, Duration timeout) {
    check(kind, payload);
    Connection up = connection();
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    long correlation = requests.next(answer, timeout);
    try {
      post(up, new Frame(kind, correlation, payload));
    } catch (FabricException e) {
      requests.forget(correlation);
      throw e;
    }
    return answer;
  }

  @Override
  public void send(byte kind, byte[] payload) {
    check(kind, payload);
    post(connection(), new Frame(kind, 0, payload));
  }

  private void check(byte kind, byte[] payload) {
    if (kind < 0 || payload.length > options.maxPayloadBytes()) {
      throw new FabricException(
          Reason.REFUSED,
          "a frame has a kind >= 0 and a payload <= %d bytes, got kind %d and %d bytes"
              .formatted(options.maxPayloadBytes(), kind, payload.length));
    }
  }

  private Connection connection() {
    Connection up = current;
    if (up == null) {
      throw lost(closed ? "the channel is closed" : "it is out of contact");
    }
    return up;
  }

  /// A request is registered before it is posted; whoever takes the connection away fails it, or
  /// the post does.
  private void post(Connection up, Frame frame) {
    if (!up.offer(frame)) {
      throw lost("it went out of contact");
    }
  }

  private FabricException lost(String why) {
    return new FabricException(Reason.LOST, "can't reach %s: %s".formatted(peer, why));
  }

  /// A new connection, in place of one that may still be there.
  Connection attach(Wire wire, Hello hello) {
    change.lock();
    try {
      Connection old = current;
      if (old != null) {
        detach(old, "replaced by a new connection");
      }
      if (closed) {
        wire.close();
        throw lost("the channel is closed");
      }
      peer = hello.node();
      Connection fresh = new Connection(this, wire);
      current = fresh;
      greet(fresh, hello);
      return fresh;
    } finally {
      change.unlock();
    }
  }

  private void greet(Connection fresh, Hello hello) {
    try {
      handler.onUp(this, hello);
      fresh.start();
    } catch (RuntimeException e) {
      detach(fresh, "the handler of onUp failed: " + e);
      throw e;
    }
  }

  void detach(Connection gone, String why) {
    change.lock();
    try {
      if (current != gone) {
        return;
      }
      current = null;
      gone.end();
      requests.failAll(lost(why));
      handler.onLost(this, why);
    } finally {
      change.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    Connection up = current;
    if (up != null) {
      detach(up, "closed here");
    }
  }
}
