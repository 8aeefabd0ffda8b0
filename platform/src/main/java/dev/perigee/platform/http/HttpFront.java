package dev.perigee.platform.http;

import dev.perigee.platform.access.Sessions;
import dev.perigee.platform.control.ControlPlane;
import dev.perigee.platform.tls.ServerCertificate;
import io.helidon.common.Size;
import io.helidon.common.tls.Tls;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The server on one port.
///
/// ```
/// HttpFront front = HttpFront.start(controlPlane, "127.0.0.1", 8080);
/// ...
/// front.stop(Duration.ofSeconds(8));
/// ```
public final class HttpFront {
  private static final int BACKLOG = 4_096;
  static final int HEADERS_BYTES_MAX = 64 << 10;
  private static final int PROLOGUE_BYTES_MAX = 16 << 10;
  private static final long DRAIN_POLL_MS = 5;

  /// Held, or its level would be forgotten with it. The server says who it is at INFO on standard
  /// error, where only diagnostics belong.
  private static final Logger SERVER_LOG = Logger.getLogger("io.helidon");

  /// It writes a stack trace whenever somebody sends half a request.
  private static final Logger CONNECTION_LOG =
      Logger.getLogger("io.helidon.webserver.http1.Http1Connection");

  private final WebServer server;
  private final Connections connections;
  private final Router router;
  private final List<Route> routes;

  private HttpFront(WebServer server, Connections connections, Router router, List<Route> routes) {
    this.server = server;
    this.connections = connections;
    this.router = router;
    this.routes = routes;
  }

  /// Opens the door, to everybody.
  ///
  /// @param port 0 for any that is free
  /// @throws HttpFrontException if the port is taken or the host is not of this machine
  public static HttpFront start(ControlPlane control, String host, int port) {
    return start(control, Door.open(host, port), _ -> List.of());
  }

  /// Opens the door with more routes; where two are for the same path, these win.
  ///
  /// @param more made of the route that runs invocations
  /// @throws HttpFrontException if the port is taken or the host is not of this machine
  public static HttpFront start(
      ControlPlane control, Door door, Function<InvokeRoute, List<Route>> more) {
    String host = door.host();
    int port = door.port();
    SERVER_LOG.setLevel(Level.WARNING);
    CONNECTION_LOG.setLevel(Level.OFF);
    probe(host, port);
    findNothing();
    List<Route> routes = routes(control, door.sessions(), more);
    Router router = new Router(routes, door);
    Connections connections = new Connections(http(), door.limits());
    WebServerConfig.Builder builder =
        WebServer.builder()
            .host(host)
            .port(port)
            .backlog(BACKLOG)
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .protocolsDiscoverServices(false)
            .addConnectionSelector(connections)
            .idleConnectionTimeout(door.limits().idle().multipliedBy(2))
            .shutdownGracePeriod(Duration.ofMillis(200))
            .connectionOptions(options -> options.tcpNoDelay(true))
            .directHandlers(BadRequests.handlers())
            .routing(routing -> routing.any(router));
    door.certificate().ifPresent(certificate -> builder.tls(tls(certificate)));
    WebServer server = builder.build();
    server.start();
    if (!server.isRunning()) {
      throw new HttpFrontException(
          "can't listen on %s:%d: the port was taken just now; choose another with --port"
              .formatted(host, port));
    }
    return new HttpFront(server, connections, router, routes);
  }

  private static Http1ConnectionSelector http() {
    return Http1ConnectionSelector.builder()
        .config(
            Http1Config.builder()
                .maxHeadersSize(HEADERS_BYTES_MAX)
                .maxPrologueLength(PROLOGUE_BYTES_MAX)
                .maxBufferedEntitySize(Size.create(Entrance.BODY_BYTES_MAX))
                .build())
        .build();
  }

  /// Nothing older than TLS 1.2.
  private static Tls tls(ServerCertificate certificate) {
    return Tls.builder()
        .managerDiscoverServices(false)
        .sslContext(certificate.context())
        .enabledProtocols(List.of("TLSv1.3", "TLSv1.2"))
        .applicationProtocols(List.of("http/1.1"))
        .build();
  }

  /// The server would look through all jars for services, for a tenth of a second, and use none:
  /// what it consists of is said here.
  private static void findNothing() {
    if (!GlobalServiceRegistry.configured()) {
      ServiceRegistryConfig nothing =
          ServiceRegistryConfig.builder()
              .discoverServices(false)
              .discoverServicesFromServiceLoader(false)
              .build();
      var _ = GlobalServiceRegistry.registry(ServiceRegistryManager.create(nothing).registry());
    }
  }

  /// The server reports a port that it can't have in its log only, so the port is tried before.
  private static void probe(String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new HttpFrontException(
          "can't listen on %s:%d: no such host; choose an address of this machine with --host"
              .formatted(host, port));
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (IOException e) {
      throw new HttpFrontException(
          "can't listen on %s:%d: %s; stop what uses the port, or choose another with --port or --host"
              .formatted(host, port, e.getMessage()),
          e);
    }
  }

  public int port() {
    return server.port();
  }

  /// All that is served.
  public List<Route> routes() {
    return routes;
  }

  /// Lets what is under way end, as long as `patience`, then closes all connections.
  public void stop(Duration patience) {
    router.drain();
    long untilNs = System.nanoTime() + patience.toNanos();
    try {
      while (router.inFlight() > 0 && System.nanoTime() < untilNs) {
        Thread.sleep(DRAIN_POLL_MS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    connections.stop();
    server.stop();
  }

  /// All routes; the OpenAPI document lists the same.
  static List<Route> routes(
      ControlPlane control, Sessions sessions, Function<InvokeRoute, List<Route>> more) {
    InvokeRoute invoke = new InvokeRoute(control);
    List<Route> routes = new ArrayList<>();
    routes.add(new Route("POST", "/v1/functions/{name}/invocations", invoke));
    routes.add(new Route("POST", "/2015-03-31/functions/{name}/invocations", invoke));
    routes.addAll(new FunctionRoutes(control).routes());
    routes.addAll(new ImageRoutes(control.images()).routes());
    routes.addAll(new VersionRoutes(control).routes());
    routes.addAll(new ProvisionRoutes(control).routes());
    routes.addAll(new LedgerRoutes(control.ledgers()).routes());
    routes.addAll(new NodeRoutes(control.nodes()).routes());
    routes.addAll(new AsyncRoutes(control.events()).routes());
    routes.addAll(new TriggerRoutes(control).routes());
    routes.addAll(new LintRoute(control.review()).routes());
    routes.addAll(new EstimateRoute(control.estimates()).routes());
    routes.addAll(new ResourceRoutes(control).routes());
    routes.addAll(new ItemRoutes(control).routes());
    routes.addAll(new MessageRoutes(control).routes());
    routes.addAll(new SafeguardRoutes(control.safeguards(), control.functions()).routes());
    routes.addAll(new AccountRoutes(control.accounts()).routes());
    routes.addAll(new SessionRoutes(sessions).routes());
    routes.addAll(new DecisionRoutes(control.explanations()).routes());
    routes.addAll(new FunctionStatsRoute(control.functions(), control.ledgers()).routes());
    routes.addAll(new StatsRoutes(control).routes());
    routes.addAll(new BackupRoute(control.backups()).routes());
    routes.addAll(new TraceRoutes(control.telemetry()).routes());
    routes.addAll(new SiteRoutes(control).routes());
    routes.addAll(new PageRoutes().routes());
    routes.addAll(more.apply(invoke));
    return List.copyOf(routes);
  }
}
