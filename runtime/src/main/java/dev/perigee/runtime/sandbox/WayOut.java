package dev.perigee.runtime.sandbox;

import dev.perigee.runtime.egress.EgressProxy;
import dev.perigee.runtime.egress.Names;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The one way out of a sandbox whose function may connect to somewhere. The sandbox's network
/// stays as empty as any: a proxy of the platform has a socket in it.
final class WayOut {
  private static final int BACKLOG = 64;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private WayOut() {}

  /// @param pid of a blank, in whose network nobody has a socket yet
  static Optional<EgressProxy> open(WorkerSpec spec, int pid) throws IOException {
    if (spec.function().network().isEmpty()) {
      return Optional.empty();
    }
    ServerSocketChannel server = NetworkNamespace.inside(pid, WayOut::listen);
    return Optional.of(
        EgressProxy.start(server, spec.function().network(), Names.OF_MACHINE, spec.logs()));
  }

  private static ServerSocketChannel listen() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET);
    return server.bind(
        new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), EgressProxy.PORT), BACKLOG);
  }

  /// Only root may enter the network of a sandbox.
  static void require() throws WorkerStartException {
    try {
      var _ = NetworkNamespace.inside((int) ProcessHandle.current().pid(), () -> true);
    } catch (IOException e) {
      throw WorkerStartException.ofMachine(
          "a network for functions is not possible here: the platform may not enter the network of"
              + " a sandbox ("
              + (e.getCause() == null ? e : e.getCause()).getMessage()
              + "); start it as root, or deploy without --allow-network");
    }
  }

  /// What tells programs of the proxy. What is in the sandbox itself they reach without it.
  static Map<String, String> variables() {
    String proxy = "http://127.0.0.1:" + EgressProxy.PORT;
    String direct = "localhost,127.0.0.1,::1,sandbox,sandbox.localdomain,sandbox.local";
    return new TreeMap<>(
        Map.of(
            "HTTP_PROXY", proxy,
            "http_proxy", proxy,
            "HTTPS_PROXY", proxy,
            "https_proxy", proxy,
            "ALL_PROXY", proxy,
            "all_proxy", proxy,
            "NO_PROXY", direct,
            "no_proxy", direct,
            "NODE_USE_ENV_PROXY", "1"));
  }
}
