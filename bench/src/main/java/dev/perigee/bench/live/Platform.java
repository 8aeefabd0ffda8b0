package dev.perigee.bench.live;

import dev.perigee.cli.client.Identity;
import dev.perigee.cli.client.PlatformClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/// A platform that is up.
public interface Platform extends AutoCloseable {
  int port();

  /// The process that it is.
  long pid();

  /// From the start of its process until it answered that it is ready.
  long readyNs();

  default InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
  }

  default PlatformClient client() {
    return new PlatformClient(URI.create("http://127.0.0.1:" + port()), "", new Identity.Nobody());
  }

  @Override
  void close();
}
