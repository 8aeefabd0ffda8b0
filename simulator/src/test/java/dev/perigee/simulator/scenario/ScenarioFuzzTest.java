package dev.perigee.simulator.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Whatever lies in a scenario file.
class ScenarioFuzzTest {
  private static final Path EXAMPLES = Path.of("../examples/scenarios");

  @Test
  void readsOrRefusesEveryScenario() throws IOException {
    Fuzz.Result result =
        Fuzz.of(example("first.yaml"), example("three-grids.yaml"))
            .fewer()
            .refusing(ScenarioException.class)
            .run(file -> ScenarioFile.read("scenario", new String(file, UTF_8), EXAMPLES));

    assertThat(result.taken()).isPositive();
    assertThat(result.refused()).isPositive();
  }

  private static byte[] example(String name) throws IOException {
    return Files.readAllBytes(EXAMPLES.resolve(name));
  }
}
