package dev.perigee.bench.live;

import dev.perigee.cli.live.LedgerRetention;
import dev.perigee.cli.live.LivePlatform;
import dev.perigee.cli.live.LocalNodes;
import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.platform.http.HttpFront;
import dev.perigee.platform.telemetry.Tracing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A platform inside this process, for the small size.
public final class InProcessPlatform implements Platform {
  private final LivePlatform platform;
  private final HttpFront front;
  private final long readyNs;

  public InProcessPlatform(Path data) {
    this(data, Duration.ofMinutes(10));
  }

  public InProcessPlatform(Path data, Duration keepAlive) {
    long fromNs = System.nanoTime();
    this.platform =
        new LivePlatform(
            new LivePlatform.Options(
                data,
                Optional.empty(),
                keepAlive,
                Duration.ofMinutes(1),
                "least-loaded",
                true,
                "bench",
                LedgerRetention.FOREVER,
                Optional.empty(),
                Optional.empty(),
                FirstAdministrator.NOBODY,
                Optional.empty(),
                Tracing.DEFAULT,
                LocalNodes::start,
                line -> {}));
    this.front =
        HttpFront.start(platform.control(), platform.door("127.0.0.1", 0), platform::awsRoutes);
    this.readyNs = System.nanoTime() - fromNs;
  }

  @Override
  public int port() {
    return front.port();
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public long readyNs() {
    return readyNs;
  }

  @Override
  public void close() {
    front.stop(Duration.ofSeconds(2));
    platform.stop(Duration.ofSeconds(2));
  }
}
