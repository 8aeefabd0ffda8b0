package dev.perigee.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.ledger.NodeTotal;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.worker.WorkerStartException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeMeterTest {
  private static final FunctionSpec ALONE = HandMadeNode.function("alone", 1);
  private static final FunctionSpec SHARED = HandMadeNode.function("shared", 4);

  @TempDir Path folder;

  @Test
  void energyOfTheEntriesAndNobodysAddUpToTheNodesAfterEachWindow() {
    SplittableRandom random = new SplittableRandom(1);
    try (HandMadeNode made = new HandMadeNode(folder)) {
      made.place(ALONE, 12);
      made.place(SHARED, 3);
      for (int window = 0; window < 40; window++) {
        for (int i = random.nextInt(8); i > 0; i--) {
          made.invoke(random.nextBoolean() ? ALONE : SHARED);
        }
        made.pass(random.nextLong(1, 1_000 * HandMadeNode.MS));
        for (int i = random.nextInt(8); i > 0 && !made.calls.isEmpty(); i--) {
          made.calls.remove().end(random.nextLong(1_000 * HandMadeNode.MS), random.nextLong(1_000));
        }
        made.platformCpuNs += random.nextLong(10 * HandMadeNode.MS);
        made.meter.closeWindow();
        requireThatItAddsUp(made.read());
      }
    }
  }

  @Test
  void anInvocationThatRunsOverSeveralWindowsIsBookedInTheLast() {
    try (HandMadeNode made = new HandMadeNode(folder)) {
      made.place(ALONE, 1);
      made.invoke(ALONE);
      for (int window = 0; window < 3; window++) {
        made.pass(1_000 * HandMadeNode.MS);
        made.meter.closeWindow();
        assertThat(made.read().entries()).isEmpty();
      }
      made.calls.remove().end(3_000 * HandMadeNode.MS, 0);
      assertThat(made.read().entries()).singleElement().matches(entry -> !entry.settled());
      made.meter.closeWindow();
      HandMadeNode.Read read = made.read();
      assertThat(read.entries()).singleElement().matches(LedgerEntry::settled);
      requireThatItAddsUp(read);
      LedgerEntry settled = read.entries().getFirst();
      assertThat((double) settled.energy().idleMicroJ())
          .isCloseTo(
              (double) made.lastEntry().energy().idleMicroJ(), Percentage.withPercentage(0.01));
    }
  }

  @Test
  void whatTheCallerIsToldIsTheProvisionalEntry() {
    try (HandMadeNode made = new HandMadeNode(folder)) {
      made.place(ALONE, 1);
      made.invoke(ALONE);
      made.pass(7 * HandMadeNode.MS);
      made.calls.remove().end(7 * HandMadeNode.MS, 5 * HandMadeNode.MS);
      LedgerEntry written = made.read().entries().getFirst();
      LedgerEntry told = made.lastEntry();
      assertThat(written.settled()).isFalse();
      assertThat(written.energy()).isEqualTo(told.energy());
      assertThat(written.carbon()).isEqualTo(told.carbon());
      assertThat(written.money()).isEqualTo(told.money());
      assertThat(written.phases()).isEqualTo(told.phases());
    }
  }

  @Test
  void theFirstInvocationPaysForTheStartOfItsWorker() {
    try (HandMadeNode made = new HandMadeNode(folder)) {
      made.place(ALONE, 1);
      for (int i = 0; i < 2; i++) {
        made.invoke(ALONE);
        made.pass(2 * HandMadeNode.MS);
        made.calls.remove().end(2 * HandMadeNode.MS, HandMadeNode.MS);
      }
      made.meter.closeWindow();
      HandMadeNode.Read read = made.read();
      assertThat(read.entries())
          .extracting(LedgerEntry::cpuNs)
          .containsExactly(HandMadeNode.START_CPU_NS + HandMadeNode.MS, HandMadeNode.MS);
      assertThat(read.entries().getFirst().energy().cpuMicroJ())
          .isGreaterThan(5 * read.entries().getLast().energy().cpuMicroJ());
      requireThatItAddsUp(read);
    }
  }

  @Test
  void anInvocationWhoseWorkerCouldNotBeMadeTellsWhatTheStartTook() {
    try (HandMadeNode made = new HandMadeNode(folder)) {
      made.startProblem = Optional.of(WorkerStartException.ofFunction("no", new byte[] {'{', '}'}));
      made.place(ALONE, 1);
      made.invoke(ALONE);
      LedgerEntry entry = made.lastEntry();
      assertThat(entry.outcome()).isEqualTo(Outcome.ERROR);
      assertThat(entry.coldStart()).isTrue();
      assertThat(entry.phases().fetchNs()).isEqualTo(HandMadeNode.MS);
      assertThat(entry.phases().initNs()).isEqualTo(7 * HandMadeNode.MS);
    }
  }

  @Test
  void aClockThatJumpsBackAndForthLosesNothing() {
    try (HandMadeNode made = new HandMadeNode(folder)) {
      made.place(ALONE, 1);
      long[] jumpsMs = {-3_600_000, 7_200_000, -1, 86_400_000, -86_400_000};
      for (long jumpMs : jumpsMs) {
        made.invoke(ALONE);
        made.pass(500 * HandMadeNode.MS);
        made.utcNs += jumpMs * HandMadeNode.MS;
        made.calls.remove().end(500 * HandMadeNode.MS, 0);
        made.meter.closeWindow();
        requireThatItAddsUp(made.read());
      }
      made.meter.closeWindow();
      HandMadeNode.Read read = made.read();
      assertThat(read.entries()).hasSize(jumpsMs.length).allMatch(LedgerEntry::settled);
      assertThat(read.entries()).allMatch(entry -> entry.phases().handlerNs() == 500_000_000L);
    }
  }

  private static void requireThatItAddsUp(HandMadeNode.Read read) {
    long settledMicroJ =
        read.entries().stream()
            .filter(LedgerEntry::settled)
            .mapToLong(entry -> entry.energy().totalMicroJ())
            .sum();
    assertThat(read.reading().nodes()).hasSize(1);
    NodeTotal total = read.reading().nodes().getFirst();
    assertThat(total.attributedMicroJ()).isEqualTo(settledMicroJ);
    assertThat(total.energyMicroJ())
        .isEqualTo(total.attributedMicroJ() + total.unattributedMicroJ());
  }
}
