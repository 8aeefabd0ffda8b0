package dev.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;

/// The image of the examples, built by its script from this machine's bash.
public final class GreeterImage {
  private GreeterImage() {}

  /// @param archive where to write it
  public static Path build(Path archive) throws IOException, InterruptedException {
    Path python = Needs.python();
    var _ = Needs.program("bash");
    Path script = Path.of("../examples/images/greeter/build.py").toAbsolutePath().normalize();
    Process build =
        new ProcessBuilder(python.toString(), script.toString(), archive.toString())
            .inheritIO()
            .start();
    assertThat(build.waitFor()).isZero();
    return archive;
  }
}
