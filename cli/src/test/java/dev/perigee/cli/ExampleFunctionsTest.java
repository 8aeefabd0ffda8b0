package dev.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The example functions have unit tests in their own language.
class ExampleFunctionsTest {

  @Test
  void pythonExamplesPassTheirOwnTests() throws IOException, InterruptedException {
    Path python = Needs.python();
    Process tests =
        new ProcessBuilder(
                python.toString(),
                "-B",
                "-m",
                "unittest",
                "discover",
                "-s",
                "examples/functions/tests")
            .directory(Path.of("..").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tests.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(tests.exitValue()).as(output).isZero();
  }
}
