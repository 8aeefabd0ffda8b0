package dev.perigee.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorkerLifecycleTest {

  @Test
  void allowsWhatTheTableSaysAndRefusesAllElse() {
    int allowed = 0;
    for (WorkerState state : WorkerState.values()) {
      for (WorkerEvent event : WorkerEvent.values()) {
        if (WorkerLifecycle.next(state, event).isPresent()) {
          allowed++;
          assertThat(WorkerLifecycle.require(state, event))
              .isEqualTo(WorkerLifecycle.next(state, event).orElseThrow());
        } else {
          assertThatThrownBy(() -> WorkerLifecycle.require(state, event))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining(state.name());
        }
      }
    }
    assertThat(allowed).isEqualTo(WorkerLifecycle.table().size());
  }

  @Test
  void theDocumentShowsThisTable() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "isolation.md"));
    assertThat(document).contains("```mermaid\n" + WorkerLifecycle.diagram() + "```");
  }
}
