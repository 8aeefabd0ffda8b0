package dev.perigee.fabric.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.fabric.BoundedQueue;
import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// One connection of a channel: three virtual threads read, write and watch the clock until it
/// ends.
final class Connection {
  /// The clock is looked at this often per heartbeat.
  private static final int TICKS_PER_HEARTBEAT = 2;

  private final Peer peer;
  private final Wire wire;

  /// Full: requests and messages are refused at once; answers wait, since their caller waits too;
  /// heartbeats are for the times when nothing waits.
  private final BoundedQueue<Frame> queue;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicInteger served = new AtomicInteger();
  private volatile long heardNs = System.nanoTime();
  private volatile boolean holed;

  Connection(Peer peer, Wire wire) {
    this.peer = peer;
    this.wire = wire;
    ChannelOptions options = peer.options();
    this.queue = new BoundedQueue<>(options.queueFrames(), options.queueBytes(), Frame::bytes);
  }

  /// False once the connection is gone.
  boolean offer(Frame frame) {
    return switch (queue.offer(frame)) {
      case TAKEN -> true;
      case CLOSED -> false;
      case FULL ->
          throw new FabricException(
              Reason.BUSY,
              "refused a %s: %s already wait for the socket; the peer does not keep up"
                  .formatted(frame, queue.waiting("frames")));
    };
  }

  void start() {
    start("reader", this::read);
    start("writer", this::write);
    start("clock", this::watch);
  }

  private void start(String what, Runnable loop) {
    Thread.ofVirtual().name("perigee-" + what + "-" + peer.peer()).start(loop);
  }

  /// Called once, by the peer.
  void end() {
    queue.discard();
    wire.close();
    ended.countDown();
  }

  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  private boolean isOpen() {
    return ended.getCount() > 0;
  }

  private void read() {
    try {
      while (isOpen()) {
        Frame frame = wire.read();
        if (passes(frame)) {
          heardNs = System.nanoTime();
          dispatch(frame);
        }
      }
    } catch (IOException e) {
      peer.detach(this, "the connection broke: " + e.getMessage());
    } catch (RuntimeException e) {
      peer.detach(this, "the handler of a message failed: " + e);
    }
  }

  private void write() {
    try {
      List<Frame> frames = queue.take(Integer.MAX_VALUE);
      while (!frames.isEmpty()) {
        if (peer.link().isCut() || holed) {
          frames.forEach(this::passes);
        } else {
          wire.write(frames);
        }
        frames = queue.take(Integer.MAX_VALUE);
      }
    } catch (IOException e) {
      peer.detach(this, "the connection broke: " + e.getMessage());
    }
  }

  /// What a cut link swallows; afterwards the connection has a hole and is given up.
  private boolean passes(Frame frame) {
    if (peer.link().isCut()) {
      holed = holed || frame.kind() != Frame.HEARTBEAT;
      return false;
    }
    return !holed;
  }

  private void watch() {
    long tickNs = peer.options().heartbeat().toNanos() / TICKS_PER_HEARTBEAT;
    long beforeNs = System.nanoTime();
    for (long tick = 0; isOpen(); tick++) {
      if (tick % TICKS_PER_HEARTBEAT == 0) {
        queue.offerIfEmpty(Frame.BEAT);
      }
      LockSupport.parkNanos(tickNs);
      long nowNs = System.nanoTime();
      forgiveOwnPause(nowNs, nowNs - beforeNs);
      beforeNs = nowNs;
      peer.requests().failOverdue(nowNs, peer.peer());
      giveUpIfLost(nowNs - heardNs);
    }
  }

  /// If this process itself stood still, what the peer sent meanwhile is still to be read.
  private void forgiveOwnPause(long nowNs, long sinceLastTickNs) {
    long halfNs = peer.options().lostAfter().toNanos() / 2;
    if (sinceLastTickNs > halfNs) {
      heardNs = Math.max(heardNs, nowNs - halfNs);
    }
  }

  private void giveUpIfLost(long silentNs) {
    if (silentNs > peer.options().lostAfter().toNanos()) {
      peer.detach(this, "nothing heard for %d ms".formatted(silentNs / 1_000_000));
    } else if (holed && !peer.link().isCut()) {
      peer.detach(this, "frames were lost while the link was cut");
    }
  }

  private void dispatch(Frame frame) {
    if (frame.correlation() > 0) {
      serve(frame);
    } else if (frame.correlation() < 0) {
      peer.requests().answered(frame);
    } else if (frame.kind() >= 0) {
      peer.handler().onMessage(peer, frame.kind(), frame.payload());
    }
  }

  private void serve(Frame request) {
    if (served.incrementAndGet() > peer.options().maxServed()) {
      served.decrementAndGet();
      Thread.startVirtualThread(
          () -> putAnswer(failed(request, "already serves " + peer.options().maxServed())));
      return;
    }
    Thread.startVirtualThread(() -> putAnswer(answer(request)));
  }

  /// Waits for room; dropped if the connection is gone meanwhile.
  private void putAnswer(Frame answer) {
    var _ = queue.putUninterruptibly(answer);
  }

  private Frame answer(Frame request) {
    try {
      byte[] payload = peer.handler().onRequest(peer, request.kind(), request.payload());
      if (payload.length > peer.options().maxPayloadBytes()) {
        return failed(
            request, "an answer of " + payload.length + " bytes is too large for a frame");
      }
      return new Frame(request.kind(), -request.correlation(), payload);
    } catch (RuntimeException e) {
      return failed(request, e.toString());
    } finally {
      served.decrementAndGet();
    }
  }

  private static Frame failed(Frame request, String why) {
    return new Frame(Frame.FAILED, -request.correlation(), why.getBytes(UTF_8));
  }
}
