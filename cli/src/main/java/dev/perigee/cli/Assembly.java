package dev.perigee.cli;

import dev.perigee.cli.live.LedgerRetention;
import dev.perigee.cli.live.LivePlatform;
import dev.perigee.cli.live.LocalNodes;
import dev.perigee.cli.live.Prices;
import dev.perigee.cli.node.ProcessNodes;
import dev.perigee.engine.EngineException;
import dev.perigee.fabric.FabricException;
import dev.perigee.feeds.FeedException;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.http.HttpFront;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Puts the live platform together: the control plane behind its HTTP front.
final class Assembly implements PlatformStarter {
  private static final String PLACEMENT_DEFAULT = "least-loaded";

  @Override
  public Running start(UpOptions options) {
    requireWritable(options.data());
    LivePlatform platform = open(options);
    try {
      HttpFront front =
          HttpFront.start(
              platform.control(),
              options.host(),
              options.port(),
              platform.gate(),
              platform::awsRoutes);
      return new Up(platform, front, options.host(), options.drain());
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
              options.tracing(),
              options.nodesAsProcesses() ? ProcessNodes::start : LocalNodes::start,
              line -> System.err.println("perigee: " + line)));
    } catch (FabricException | FeedException | EngineException | ControlException | IOException e) {
      throw new VerbException(String.valueOf(e.getMessage()), e);
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

  private record Up(LivePlatform platform, HttpFront front, String host, Duration patience)
      implements Running {

    @Override
    public URI url() {
      return URI.create("http://" + host + ":" + front.port());
    }

    @Override
    public void stop(Duration patience) {
      front.stop(patience);
      platform.stop(patience);
    }
  }
}
