package dev.perigee.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveNodeTest {
  private static final FunctionSpec F = HandMadeNode.function("f", 1);

  @TempDir Path folder;

  @Test
  void aWorkerThatWasKilledWhileItWasWarmIsReplacedForTheNextCaller() {
    try (HandMadeNode made = new HandMadeNode(folder)) {
      made.place(F, 1);
      made.invoke(F);
      made.calls.remove().end(1_000, 0);
      made.workers.getFirst().alive = false;
      made.invoke(F);
      made.calls.remove().end(1_000, 0);
      assertThat(made.workers).hasSize(2);
      assertThat(made.lastEntry().outcome()).isEqualTo(Outcome.OK);
      assertThat(made.lastEntry().coldStart()).isTrue();
    }
  }

  @Test
  void aWorkerThatWasKilledWhileItWasFrozenIsReplacedForTheNextCaller() {
    try (HandMadeNode made = new HandMadeNode(folder)) {
      made.place(F, 1);
      made.invoke(F);
      made.calls.remove().end(1_000, 0);
      made.pass(60 * HandMadeNode.MS);
      made.node.tick();
      assertThat(made.workers.getFirst().frozen).isTrue();
      made.workers.getFirst().alive = false;
      made.invoke(F);
      made.calls.remove().end(1_000, 0);
      assertThat(made.workers).hasSize(2);
      assertThat(made.lastEntry().outcome()).isEqualTo(Outcome.OK);
    }
  }

  @Test
  void aFrozenWorkerIsThawedForItsNextCaller() {
    try (HandMadeNode made = new HandMadeNode(folder)) {
      made.place(F, 1);
      made.invoke(F);
      made.calls.remove().end(1_000, 0);
      made.pass(60 * HandMadeNode.MS);
      made.node.tick();
      made.invoke(F);
      assertThat(made.workers).hasSize(1);
      assertThat(made.workers.getFirst().frozen).isFalse();
      made.calls.remove().end(1_000, 0);
      assertThat(made.lastEntry().coldStart()).isFalse();
    }
  }
}
