package dev.perigee.fabric.transport;

import java.nio.file.Path;
import java.time.Duration;

/// A node process that echoes until it is killed.
final class EchoChild {
  /// A child's JVM may be slow to warm up on a busy machine.
  static final ChannelOptions OPTIONS =
      ChannelOptions.DEFAULT.withHeartbeat(Duration.ofMillis(200), Duration.ofMillis(2000));

  private EchoChild() {}

  public static void main(String[] arguments) throws InterruptedException {
    Transport transport = new UnixTransport(Path.of(arguments[0]), OPTIONS);
    Channel channel = transport.dial("child", () -> 1, new Recorder());
    Thread.currentThread().join();
    channel.close();
  }
}
