package dev.perigee.world.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What every world must pass. A subclass runs a scenario in its world. The golden transcripts are
/// rewritten by `-Dperigee.rewrite=true`, from a module beside `world`.
public abstract class WorldContract {
  private static final Path GOLDEN =
      Path.of("..", "world", "src", "test", "resources", "dev", "perigee", "world", "contract");

  protected abstract Transcript run(ContractScenario scenario);

  @TestFactory
  final Stream<DynamicTest> givesTheGoldenTranscript() {
    List<ContractScenario> all = ContractScenario.all();
    return all.stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> compare(scenario)));
  }

  private void compare(ContractScenario scenario) throws IOException {
    String text = run(scenario).text();
    String file = scenario.name() + ".txt";
    if (Boolean.getBoolean("perigee.rewrite")) {
      Files.writeString(GOLDEN.resolve(file), text);
      return;
    }
    try (InputStream golden = WorldContract.class.getResourceAsStream(file)) {
      assertThat(golden)
          .as("golden transcript %s; write it with -Dperigee.rewrite=true", file)
          .isNotNull();
      assertThat(text).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
