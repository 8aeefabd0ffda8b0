package dev.perigee.runtime.wasm.host;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A worker JVM and the socket of the platform that it connects to: once when it is ready, and once
/// more for each byte on its standard input. So the platform never opens a path that a tenant's
/// code could have put there.
final class JvmProcess implements AutoCloseable {
  private static final int START_LIMIT_S = 60;
  private static final int BACKLOG = 64;

  private final ServerSocketChannel server;
  private final Path socket;
  private final JvmLife life;

  private JvmProcess(ServerSocketChannel server, Path socket, JvmLife life) {
    this.server = server;
    this.socket = socket;
    this.life = life;
  }

  /// Starts it and waits until it has connected.
  static JvmProcess launch(JvmLauncher launcher, String tenant, Path sockets) throws IOException {
    Path socket = sockets.resolve(UUID.randomUUID().toString().substring(0, 8));
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
      // Its user is another one; who may come near the path, the folder decides.
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
      JvmProcess jvm = new JvmProcess(server, socket, launcher.launch(tenant, socket));
      jvm.awaitReady();
      return jvm;
    } catch (IOException e) {
      server.close();
      Files.deleteIfExists(socket);
      throw e;
    }
  }

  private void awaitReady() throws IOException {
    CompletableFuture<Void> end = life.exit().thenAccept(status -> closeServer());
    CompletableFuture<Void> limit =
        CompletableFuture.runAsync(
            life.kill(), CompletableFuture.delayedExecutor(START_LIMIT_S, TimeUnit.SECONDS));
    try (SocketChannel _ = server.accept()) {
      limit.cancel(false);
    } catch (IOException e) {
      String why = reasonOfEnd(end.isDone() ? new IOException("it ended") : e);
      kill();
      throw new IOException(
          "a worker JVM did not start (" + why + "); its own messages are in the platform's log",
          e);
    }
  }

  /// One more connection to it.
  synchronized SocketChannel connect() throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    while (one.hasRemaining()) {
      life.input().write(one);
    }
    return server.accept();
  }

  private void closeServer() {
    try {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException("socket " + socket + " can't be closed", e);
    }
  }

  /// One that can't be connected to any more is of no use.
  boolean isAlive() {
    return life.isAlive() && server.isOpen();
  }

  long pid() {
    return life.pid();
  }

  void kill() {
    life.kill().run();
  }

  /// What to tell the caller of a run whose connection broke.
  String reasonOfEnd(Exception broken) {
    try {
      int status = life.exit().get(500, TimeUnit.MILLISECONDS);
      return status == -9
          ? "signal: killed"
          : "the tenant's worker JVM ended with status " + status;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "the calling thread was interrupted";
    } catch (ExecutionException | TimeoutException stillThere) {
      return "the connection to its worker JVM broke: " + broken.getMessage();
    }
  }

  /// Closing its standard input ends it; the rest is for the case that it can't even notice.
  @Override
  public void close() {
    life.closeInput();
    try {
      life.exit().get(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    } catch (ExecutionException | TimeoutException stillThere) {
      kill();
    }
    try {
      server.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      System.getLogger(JvmProcess.class.getName())
          .log(System.Logger.Level.WARNING, "socket {0} stays: {1}", socket, e.toString());
    }
  }
}
