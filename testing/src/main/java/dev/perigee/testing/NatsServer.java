package dev.perigee.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A NATS server of a test, with JetStream, at a port of its own on 127.0.0.1. It may be killed and
/// started again.
public final class NatsServer implements AutoCloseable {
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

  private final Path folder;
  private final int port;
  private @Nullable Process process;

  private NatsServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /// One that does not run yet.
  ///
  /// @param folder where its streams and its settings lie
  /// @param settings more lines of its file of settings
  public static NatsServer in(Path folder, String settings) {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      NatsServer server = new NatsServer(folder, free.getLocalPort());
      Files.createDirectories(folder);
      Files.writeString(
          server.file(),
          "listen: \"127.0.0.1:%d\"\njetstream: {store_dir: \"%s\"}\n%s\n"
              .formatted(server.port, folder.resolve("streams"), settings));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file() {
    return folder.resolve("nats.conf");
  }

  public String url() {
    return "nats://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /// Returns when it takes connections.
  public NatsServer start() {
    try {
      process =
          new ProcessBuilder(Needs.nats().toString(), "-c", file().toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("nats.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long untilNs = System.nanoTime() + PATIENCE_NS;
    while (!answers()) {
      if (System.nanoTime() > untilNs || !process.isAlive()) {
        throw new IllegalStateException("no NATS server at " + url() + ": see " + folder);
      }
      LockSupport.parkNanos(20_000_000L);
    }
    return this;
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  /// Without a chance to end what it does.
  public void kill() {
    Process killed = process;
    if (killed == null) {
      return;
    }
    killed.destroyForcibly();
    try {
      if (!killed.waitFor(PATIENCE_NS, TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("process " + killed.pid() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process = null;
  }

  @Override
  public void close() {
    kill();
  }
}
