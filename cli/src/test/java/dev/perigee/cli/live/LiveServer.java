package dev.perigee.cli.live;

import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.platform.control.Events;
import dev.perigee.platform.http.HttpFront;
import dev.perigee.platform.http.Route;
import dev.perigee.platform.telemetry.Tracing;
import dev.perigee.world.Clock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A whole platform in the process of a test, with its HTTP front on a free port.
final class LiveServer implements AutoCloseable {
  /// Short, so that tests see retries.
  private static final Duration ASYNC_RETRY_BASE = Duration.ofMillis(300);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<String> reports = new CopyOnWriteArrayList<>();
  private final LivePlatform platform;
  private final int port;
  private HttpFront front;

  LiveServer(Path data) {
    this(data, Duration.ofMinutes(10), new SystemClock());
  }

  LiveServer(Path data, Duration keepAlive, Clock clock) {
    this(data, keepAlive, LedgerRetention.FOREVER, clock, FirstAdministrator.NOBODY);
  }

  LiveServer(Path data, Duration keepAlive, LedgerRetention retention, Clock clock) {
    this(data, keepAlive, retention, clock, FirstAdministrator.NOBODY);
  }

  /// @param administrator who may always come in
  LiveServer(
      Path data,
      Duration keepAlive,
      LedgerRetention retention,
      Clock clock,
      FirstAdministrator administrator) {
    this.platform =
        new LivePlatform(
            new LivePlatform.Options(
                data,
                Optional.empty(),
                keepAlive,
                ASYNC_RETRY_BASE,
                "least-loaded",
                false,
                "test",
                retention,
                Optional.empty(),
                Optional.empty(),
                administrator,
                Optional.empty(),
                Tracing.DEFAULT,
                LocalNodes::start,
                reports::add),
            clock);
    this.front = front(0);
    this.port = front.port();
  }

  /// All that is served.
  List<Route> routes() {
    return front.routes();
  }

  /// Writes a copy of all that it keeps.
  void backup(OutputStream out) throws IOException {
    platform.control().backups().write(out);
  }

  int port() {
    return port;
  }

  /// Invocations that nobody waits for.
  Events.Counts eventCounts() {
    return platform.control().events().counts();
  }

  LiveClient client() {
    return LiveClient.of(port);
  }

  /// Takes the HTTP front away, as if the platform were gone.
  void closeFront() {
    front.stop(PATIENCE);
  }

  /// Opens the HTTP front again, at the same port.
  void openFront() {
    front = front(port);
  }

  private HttpFront front(int atPort) {
    return HttpFront.start(
        platform.control(), platform.door("127.0.0.1", atPort), platform::awsRoutes);
  }

  /// What an operator was told.
  List<String> reports() {
    return reports;
  }

  @Override
  public void close() {
    front.stop(PATIENCE);
    platform.stop(PATIENCE);
  }
}
