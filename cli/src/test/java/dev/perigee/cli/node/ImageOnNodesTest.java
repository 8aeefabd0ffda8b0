package dev.perigee.cli.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.GreeterImage;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Deployment;
import dev.perigee.platform.control.Images;
import dev.perigee.testing.Needs;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An image comes to nodes that are processes part by part, and runs there.
class ImageOnNodesTest {
  private static final FunctionId GREET = new FunctionId(Deployment.TENANT_DEFAULT, "greet");

  @Test
  void runsOnANodeThatIsAProcess(@TempDir Path folder) throws Exception {
    var _ = Needs.program("bwrap");
    Path archive = GreeterImage.build(folder.resolve("greeter.tar"));
    try (ProcessPlatform platform = new ProcessPlatform(folder.resolve("data"));
        InputStream tar = Files.newInputStream(archive)) {
      Images.Named loaded = platform.control().images().load(GREET.tenant(), Optional.empty(), tar);
      var _ = platform.control().functions().deploy(deployment(loaded.image().digest()));
      InvocationResult result =
          platform
              .control()
              .invoker()
              .invoke(UUID.randomUUID(), GREET, "{}".getBytes(UTF_8), CallContext.of(GREET));
      assertThat(result.toString()).contains("OK");
    }
  }

  private static Deployment deployment(String digest) {
    return new Deployment(
        GREET.tenant(),
        GREET.name(),
        "image",
        "",
        256,
        10_000,
        "bubblewrap",
        10,
        Map.of(),
        new byte[0],
        digest,
        false);
  }
}
