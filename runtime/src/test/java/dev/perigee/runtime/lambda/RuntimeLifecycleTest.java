package dev.perigee.runtime.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuntimeLifecycleTest {

  @Test
  void theDocumentationShowsTheTable() throws Exception {
    assertThat(Files.readString(Path.of("../docs/languages/provided.md")))
        .contains(RuntimeLifecycle.diagram());
  }

  @ParameterizedTest
  @EnumSource
  void nothingFollowsAStartThatFailed(RuntimeEvent event) {
    assertThat(RuntimeLifecycle.next(RuntimeState.INIT_ERROR, event)).isEmpty();
  }
}
