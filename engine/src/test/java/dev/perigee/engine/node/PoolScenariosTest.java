package dev.perigee.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.engine.ScenarioText;
import dev.perigee.engine.node.PoolMachine.Way;
import dev.perigee.engine.node.WorkerLifecycle.Transition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The worker pool by scenarios in text; together they take every transition of the table.
@TestInstance(Lifecycle.PER_CLASS)
class PoolScenariosTest {
  private final Set<Way> ways = new HashSet<>();

  @TestFactory
  Stream<DynamicTest> doesWhatTheScenarioSays() {
    return Stream.concat(
        ScenarioText.tests("dev/perigee/engine/pool", () -> new PoolMachine(ways)),
        Stream.of(DynamicTest.dynamicTest("every transition was taken", this::allTaken)));
  }

  private void allTaken() {
    List<Transition> missing = new ArrayList<>(WorkerLifecycle.table());
    missing.removeIf(line -> ways.contains(new Way(line.from(), line.to())));
    assertThat(missing).as("transitions that no scenario takes").isEmpty();
  }
}
