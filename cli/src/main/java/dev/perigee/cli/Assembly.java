package dev.perigee.cli;

import dev.perigee.api.WireException;
import dev.perigee.cli.live.LedgerRetention;
import dev.perigee.cli.live.LivePlatform;
import dev.perigee.cli.live.LocalNodes;
import dev.perigee.cli.live.Prices;
import dev.perigee.cli.node.ProcessNodes;
import dev.perigee.cli.show.PlatformLog;
import dev.perigee.engine.EngineException;
import dev.perigee.fabric.FabricException;
import dev.perigee.feeds.FeedException;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.http.HttpFront;
import dev.perigee.platform.tls.CertificateException;
import dev.perigee.platform.tls.ServerCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Puts the live platform together: the control plane behind its HTTP front.
final class Assembly implements PlatformStarter {
  private static final String PLACEMENT_DEFAULT = "least-loaded";

  @Override
  public Running start(UpOptions options) {
    requireWritable(options.data());
    options.log().install();
    FlightRecording recording = FlightRecording.start(options.recording());
    LivePlatform platform = open(options);
    try {
      HttpFront front =
          HttpFront.start(
              platform.control(),
              platform
                  .door(options.host(), options.port())
                  .named(options.trustedHosts())
                  .limited(options.connections()),
              platform::awsRoutes);
      String scheme = options.certificate().isPresent() ? "https" : "http";
      URI url = URI.create(scheme + "://" + options.host() + ":" + front.port());
      return new Up(platform, front, url, options.drain(), options.log(), recording);
    } catch (RuntimeException e) {
      platform.close();
      throw e;
    }
  }

  private static LivePlatform open(UpOptions options) {
    try {
      // A bad file is told before anything is opened, and once for all nodes.
      var _ = Prices.of(options.prices());
      return new LivePlatform(
          new LivePlatform.Options(
              options.data(),
              options.nodes(),
              options.keepAlive(),
              options.asyncRetryBase(),
              options.placement().orElse(PLACEMENT_DEFAULT),
              options.trustWasm(),
              VersionVerb.version(),
              new LedgerRetention(options.ledgerKeep()),
              options.prices(),
              options.tenantCap(),
              options.administrator(),
              certificate(options),
              options.tracing(),
              options.nodesAsProcesses() ? ProcessNodes::start : LocalNodes::start,
              options.log()));
    } catch (FabricException | FeedException | EngineException | ControlException | IOException e) {
      throw new VerbException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Optional<ServerCertificate> certificate(UpOptions options) {
    try {
      return options
          .certificate()
          .map(files -> ServerCertificate.open(files, Instant::now, options.log()));
    } catch (CertificateException e) {
      throw new WireException(e.problems());
    }
  }

  private static void requireWritable(Path data) {
    try {
      Files.createDirectories(data);
      Path probe = Files.createTempFile(data, "probe", "");
      Files.delete(probe);
    } catch (IOException e) {
      throw new VerbException(
          "data folder "
              + data
              + " can't be written ("
              + e.getClass().getSimpleName()
              + ": "
              + e.getMessage()
              + "): choose another with --data or change its rights");
    }
  }

  private record Up(
      LivePlatform platform,
      HttpFront front,
      URI url,
      Duration patience,
      PlatformLog log,
      FlightRecording recording)
      implements Running {

    @Override
    public void stop(Duration patience) {
      front.stop(patience);
      platform.stop(patience);
      recording.close();
    }
  }
}
