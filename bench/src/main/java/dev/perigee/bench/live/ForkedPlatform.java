package dev.perigee.bench.live;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A platform as users start it: `./perigee up` in a process of its own.
public final class ForkedPlatform implements Platform {
  private static final long PATIENCE_NS = 60_000_000_000L;
  private static final byte[] READY =
      "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.ISO_8859_1);

  private final Process process;
  private final int port;
  private final long readyNs;

  /// @param home the checkout whose launcher is used
  /// @param more further arguments of `up`
  public ForkedPlatform(Path home, Path data, String... more) throws IOException {
    this.port = freePort();
    List<String> command = new ArrayList<>();
    command.add(home.resolve("perigee").toString());
    command.addAll(List.of("up", "--port", Integer.toString(port), "--data", data.toString()));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PERIGEE_BUILD", "never");
    builder.redirectOutput(data.resolveSibling(data.getFileName() + ".log").toFile());
    long fromNs = System.nanoTime();
    this.process = builder.start();
    awaitReady(fromNs);
    this.readyNs = System.nanoTime() - fromNs;
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private void awaitReady(long fromNs) throws IOException {
    while (!answersReady()) {
      if (!process.isAlive() || System.nanoTime() - fromNs > PATIENCE_NS) {
        process.destroyForcibly();
        throw new IOException("the platform was not ready within 60 s; its log has more");
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  private boolean answersReady() {
    try (SocketChannel channel = SocketChannel.open(address())) {
      channel.write(ByteBuffer.wrap(READY));
      ByteBuffer answer = ByteBuffer.allocate(64);
      int count = 0;
      while (answer.position() < 12 && count >= 0) {
        count = channel.read(answer);
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1)
          .startsWith("HTTP/1.1 200");
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public long readyNs() {
    return readyNs;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(12, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
