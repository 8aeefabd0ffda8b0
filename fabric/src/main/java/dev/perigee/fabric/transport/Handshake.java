package dev.perigee.fabric.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The first frame of each side.
final class Handshake {
  private Handshake() {}

  static Hello greet(Wire wire, Hello self, Duration bound) throws IOException {
    wire.write(List.of(self.toFrame()));
    return read(wire, bound);
  }

  /// The peer's hello; the wire is closed if it does not come in time.
  static Hello read(Wire wire, Duration bound) throws IOException {
    CountDownLatch heard = new CountDownLatch(1);
    Thread.startVirtualThread(() -> closeUnless(heard, wire, bound));
    try {
      return Hello.of(wire.read());
    } finally {
      heard.countDown();
    }
  }

  private static void closeUnless(CountDownLatch heard, Wire wire, Duration bound) {
    try {
      if (!heard.await(bound.toNanos(), TimeUnit.NANOSECONDS)) {
        wire.close();
      }
    } catch (InterruptedException e) {
      wire.close();
    }
  }

  static void refuse(Wire wire, String why) throws IOException {
    wire.write(List.of(new Frame(Frame.REFUSED, 0, why.getBytes(UTF_8))));
  }
}
