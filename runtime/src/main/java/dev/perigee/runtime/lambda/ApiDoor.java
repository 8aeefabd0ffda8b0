package dev.perigee.runtime.lambda;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.lambda.extension.Dialer;
import dev.perigee.runtime.sandbox.NetworkNamespace;
import dev.perigee.runtime.sandbox.SandboxHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The socket that a sandbox's Runtime API listens on.
///
/// @param address as the sandbox is told: `host:port`, or the path of a socket that a relay in the
///   sandbox carries connections to
/// @param dialer the other way round, where there is one
record ApiDoor(ServerSocketChannel server, String address, Optional<Dialer> dialer) {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final int BACKLOG = 128;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int PORT_INSIDE = 9001;

  /// @param pid of the sandbox
  static ApiDoor open(SandboxHost host, Isolation isolation, int pid) throws IOException {
    if (!isolation.hasOwnRoot()) {
      return loopback();
    }
    try {
      return NetworkNamespace.inside(pid, () -> listen(PORT_INSIDE, port -> dial(pid, port)));
    } catch (IOException notAllowed) {
      // Only root may enter the network of a sandbox.
      return unix(host.socketDirectory());
    }
  }

  /// Every user may connect who sees the path: only the sandbox that it is mounted in does.
  static ApiDoor unix(Path directory) throws IOException {
    Path path = directory.resolve("api-" + NUMBERS.incrementAndGet() + ".sock");
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path), BACKLOG);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    return new ApiDoor(server, path.toString(), Optional.empty());
  }

  static ApiDoor loopback() throws IOException {
    return listen(0, port -> SocketChannel.open(at(port)));
  }

  private static ApiDoor listen(int port, Dialer dialer) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET);
    server.bind(at(port), BACKLOG);
    int bound = ((InetSocketAddress) server.getLocalAddress()).getPort();
    return new ApiDoor(server, "127.0.0.1:" + bound, Optional.of(dialer));
  }

  private static SocketChannel dial(int pid, int port) throws IOException {
    SocketChannel channel =
        NetworkNamespace.inside(pid, () -> SocketChannel.open(StandardProtocolFamily.INET));
    try {
      channel.connect(at(port));
      return channel;
    } catch (IOException refused) {
      channel.close();
      throw refused;
    }
  }

  private static InetSocketAddress at(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port);
  }

  /// Takes the path away too.
  void close() throws IOException {
    server.close();
    if (address.startsWith("/")) {
      Files.deleteIfExists(Path.of(address));
    }
  }
}
