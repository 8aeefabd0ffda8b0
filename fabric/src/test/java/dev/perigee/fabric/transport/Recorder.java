package dev.perigee.fabric.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A handler that echoes requests of kind 1 and remembers everything else.
final class Recorder implements ChannelHandler {
  private final List<Hello> hellos = new CopyOnWriteArrayList<>();
  private final List<String> losses = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch requests = new CountDownLatch(0);

  List<Hello> hellos() {
    return hellos;
  }

  List<String> losses() {
    return losses;
  }

  List<String> messages() {
    return messages;
  }

  CountDownLatch holdRequests() {
    requests = new CountDownLatch(1);
    return requests;
  }

  void awaitUps(int count) {
    Await.until(() -> hellos.size() >= count, "contact number " + count);
  }

  void awaitLosses(int count) {
    Await.until(() -> losses.size() >= count, "loss number " + count);
  }

  @Override
  public void onUp(Channel channel, Hello peer) {
    hellos.add(peer);
  }

  @Override
  public void onLost(Channel channel, String why) {
    losses.add(why);
  }

  @Override
  public void onMessage(Channel channel, byte kind, byte[] payload) {
    messages.add(new String(payload, UTF_8));
  }

  @Override
  public byte[] onRequest(Channel channel, byte kind, byte[] payload) {
    if (kind != 1) {
      throw new IllegalArgumentException("no such kind " + kind);
    }
    try {
      requests.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return payload;
  }
}
