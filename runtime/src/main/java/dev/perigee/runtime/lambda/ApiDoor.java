package dev.perigee.runtime.lambda;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.sandbox.SandboxHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;

/// The socket that a sandbox's Runtime API listens on.
///
/// @param address as the sandbox is told: a path, or `host:port`
record ApiDoor(ServerSocketChannel server, String address) {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final int BACKLOG = 128;

  static ApiDoor open(SandboxHost host, Isolation isolation) throws IOException {
    return isolation == Isolation.NAMESPACES ? unix(host.socketDirectory()) : loopback();
  }

  /// Every user may connect who sees the path: only the sandbox that it is mounted in does.
  private static ApiDoor unix(Path directory) throws IOException {
    Path path = directory.resolve("api-" + NUMBERS.incrementAndGet() + ".sock");
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path), BACKLOG);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    return new ApiDoor(server, path.toString());
  }

  static ApiDoor loopback() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    return new ApiDoor(server, "127.0.0.1:" + port);
  }

  /// Takes the path away too.
  void close() throws IOException {
    server.close();
    if (address.startsWith("/")) {
      Files.deleteIfExists(Path.of(address));
    }
  }
}
