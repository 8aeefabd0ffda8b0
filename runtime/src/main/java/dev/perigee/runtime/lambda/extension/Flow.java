package dev.perigee.runtime.lambda.extension;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The records of one subscription on their way into the sandbox, in batches. What can't be sent is
/// dropped, and the next batch says how much.
final class Flow {
  private static final int STATUS_BYTES = 64;

  private final Subscription subscription;
  private final Dialer dialer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<String> waiting = new ArrayList<>();
  private int waitingBytes;
  private int droppedCount;
  private int droppedBytes;
  private boolean hasten;
  private boolean ended;
  private @Nullable SocketChannel channel;

  private Flow(Subscription subscription, Dialer dialer) {
    this.subscription = subscription;
    this.dialer = dialer;
  }

  static Flow start(Subscription subscription, Dialer dialer) {
    Flow flow = new Flow(subscription, dialer);
    Thread.ofVirtual().name("perigee-telemetry").start(flow::run);
    return flow;
  }

  Subscription subscription() {
    return subscription;
  }

  /// Twice a batch may wait: who is slower than that loses the newest.
  void add(String record) {
    lock.lock();
    try {
      if (waitingBytes > 2 * subscription.buffering().bytes()) {
        droppedCount++;
        droppedBytes += record.length();
        return;
      }
      waiting.add(record);
      waitingBytes += record.length();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Sends what there is without waiting for more.
  void hasten() {
    lock.lock();
    try {
      hasten = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
      close(channel);
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (List<String> batch = next(); !batch.isEmpty(); batch = next()) {
        send(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The next batch; nothing at the end.
  private List<String> next() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !ended) {
        changed.await();
      }
      long leftNs = TimeUnit.MILLISECONDS.toNanos(subscription.buffering().timeoutMs());
      while (!isFull() && !hasten && !ended && leftNs > 0) {
        leftNs = changed.awaitNanos(leftNs);
      }
      if (ended) {
        return List.of();
      }
      hasten = false;
      List<String> batch = waiting;
      waiting = new ArrayList<>();
      waitingBytes = 0;
      if (droppedCount > 0) {
        batch.add(lossRecord());
        droppedCount = 0;
        droppedBytes = 0;
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private String lossRecord() {
    return TelemetryRecord.text(
        "platform.logsDropped",
        Map.of(
            "droppedRecords", droppedCount,
            "droppedBytes", droppedBytes,
            "reason", "the destination was not there, or slower than the records came"));
  }

  private boolean isFull() {
    return waiting.size() >= subscription.buffering().itemCount()
        || waitingBytes >= subscription.buffering().bytes();
  }

  private void send(List<String> batch) {
    try {
      switch (subscription.destination()) {
        case Destination.Http http -> post(http, batch);
        case Destination.Tcp tcp -> write(open(tcp.port()), String.join("\n", batch) + "\n");
      }
    } catch (IOException lost) {
      lost(batch);
    }
  }

  private void lost(List<String> batch) {
    lock.lock();
    try {
      close(channel);
      channel = null;
      droppedCount += batch.size();
      droppedBytes += batch.stream().mapToInt(String::length).sum();
    } finally {
      lock.unlock();
    }
  }

  private void post(Destination.Http http, List<String> batch) throws IOException {
    byte[] body = ("[" + String.join(",", batch) + "]").getBytes(UTF_8);
    SocketChannel to = open(http.port());
    write(
        to,
        http.method()
            + " "
            + http.path()
            + " HTTP/1.1\r\nHost: sandbox.localdomain:"
            + http.port()
            + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
            + body.length
            + "\r\n\r\n"
            + new String(body, UTF_8));
    ByteBuffer answer = ByteBuffer.allocate(STATUS_BYTES);
    while (answer.position() < "HTTP/1.1 200".length() && to.read(answer) >= 0) {}
    close(to);
    forget();
    if (!UTF_8.decode(answer.flip()).toString().startsWith("2", "HTTP/1.1 ".length())) {
      throw new IOException("refused");
    }
  }

  private void forget() {
    lock.lock();
    try {
      channel = null;
    } finally {
      lock.unlock();
    }
  }

  /// The connection that is there, or a new one.
  private SocketChannel open(int port) throws IOException {
    SocketChannel open = channel;
    if (open == null) {
      open = dialer.dial(port);
      lock.lock();
      try {
        channel = open;
        if (ended) {
          close(open);
        }
      } finally {
        lock.unlock();
      }
    }
    return open;
  }

  private static void write(SocketChannel to, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private static void close(@Nullable SocketChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException alreadyGone) {
        return;
      }
    }
  }
}
