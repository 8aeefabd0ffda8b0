package dev.perigee.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.simulator.scenario.Scenario;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScenarioRunnerTest {

  @Test
  void givesTheSameBytesOnAnyNumberOfThreads() {
    Scenario scenario = Scenarios.first();
    SimulationResult one = ScenarioRunner.run(scenario, scenario.seed(), 1);
    SimulationResult two = ScenarioRunner.run(scenario, scenario.seed(), 2);
    SimulationResult eight = ScenarioRunner.run(scenario, scenario.seed(), 8);
    assertThat(two.hash()).isEqualTo(one.hash());
    assertThat(eight.hash()).isEqualTo(one.hash());
    assertThat(eight.entries()).isEqualTo(one.entries());
    assertThat(eight.windows()).isEqualTo(one.windows());
  }

  @Test
  void givesOtherBytesForAnotherSeed() {
    Scenario scenario = Scenarios.first();
    assertThat(ScenarioRunner.run(scenario, 43, 1).hash())
        .isNotEqualTo(ScenarioRunner.run(scenario).hash());
  }

  @Test
  void firstScenarioIsWhatTheDocsSay() {
    Scenario scenario = Scenarios.first();
    SimulationResult result = ScenarioRunner.run(scenario);
    assertThat(scenario.sites()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(scenario.deployments()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(scenario.faults()).isNotEmpty();
    assertThat(result.invocations()).isGreaterThanOrEqualTo(1_000);
    assertThat(result.energyMicroJ()).isPositive();
    assertThat(result.carbonNanoGramsCo2e()).isPositive();
    assertThat(result.costPicoUsd()).isPositive();
  }

  @Test
  void settlesEveryEntryAndAttributedEnergyAddsUpToThatOfTheNodes() {
    SimulationResult result = ScenarioRunner.run(Scenarios.first());
    assertThat(result.entries()).allMatch(LedgerEntry::settled);
    Map<String, Long> byEntry = new TreeMap<>();
    for (LedgerEntry entry : result.entries()) {
      if (!entry.node().isEmpty()) {
        byEntry.merge(entry.node(), entry.energy().totalMicroJ(), Math::addExact);
      }
    }
    Map<String, Long> byWindow = new TreeMap<>();
    for (NodeWindow window : result.windows()) {
      byWindow.merge(window.node(), window.attributedMicroJ(), Math::addExact);
    }
    byWindow.values().removeIf(value -> value == 0);
    assertThat(byEntry).isEqualTo(byWindow);
  }

  @Test
  void windowsOfANodeFollowOneAnotherAndLeaveOutTheTimeItWasOff() {
    SimulationResult result =
        ScenarioRunner.run(
            Scenarios.small(
                """
                functions: [{name: f, duration: 100 ms}]
                arrivals: [{kind: periodic, function: f, every: 300 ms}]
                faults: [{kind: fail, node: near, at: 5500 ms, for: 4 s}]
                """));
    long offNs = 0;
    long endUtcNs = 0;
    for (NodeWindow window : result.windows()) {
      if (window.node().equals("near")) {
        offNs += endUtcNs == 0 ? 0 : window.fromUtcNs() - endUtcNs;
        endUtcNs = window.toUtcNs();
      }
    }
    assertThat(offNs).isEqualTo(4_000_000_000L);
  }

  @Test
  void whatRunsOnANodeThatFailsIsLostWithAnError() {
    SimulationResult result =
        ScenarioRunner.run(
            Scenarios.small(
                """
                functions: [{name: f, duration: 3 s, timeout: 5 s}]
                arrivals: [{kind: burst, function: f, at: 1 s, count: 6}]
                faults: [{kind: fail, node: "*", at: 2 s, for: 1 s}]
                """));
    assertThat(outcomes(result)).containsOnly(Outcome.ERROR).hasSize(6);
    assertThat(result.entries().getFirst().phases().handlerNs())
        .isPositive()
        .isLessThan(1_000_000_000L);
  }

  @Test
  void aNodeThatIsCutOffFinishesWhatItHas() {
    SimulationResult result =
        ScenarioRunner.run(
            Scenarios.small(
                """
                functions: [{name: f, duration: 3 s, timeout: 5 s}]
                arrivals: [{kind: burst, function: f, at: 1 s, count: 6}]
                faults: [{kind: cutOff, node: "*", at: 2 s, for: 10 s}]
                """));
    assertThat(outcomes(result)).containsOnly(Outcome.OK).hasSize(6);
  }

  @Test
  void endsHandlersAtTheirTimeout() {
    SimulationResult result =
        ScenarioRunner.run(
            Scenarios.small(
                """
                functions: [{name: f, duration: 3 s, timeout: 1 s}]
                arrivals: [{kind: burst, function: f, at: 1 s, count: 3}]
                """));
    assertThat(outcomes(result)).containsOnly(Outcome.TIMEOUT).hasSize(3);
    assertThat(result.entries().getFirst().phases().handlerNs()).isEqualTo(1_000_000_000L);
  }

  @Test
  void throttlesWhatDoesNotFitIntoTheQueue() {
    SimulationResult result =
        ScenarioRunner.run(
            Scenarios.small(
                """
                functions: [{name: f, duration: 100 ms, concurrency: 1, queue: 2}]
                arrivals: [{kind: burst, function: f, at: 1 s, count: 10}]
                """));
    assertThat(outcomes(result)).hasSize(10).contains(Outcome.THROTTLED, Outcome.OK);
  }

  @Test
  void everyArrivalEndsOnceWhateverGoesWrong() {
    SimulationResult result =
        ScenarioRunner.run(
            Scenarios.small(
                """
                links: [{from: gateway, to: far, delay: 40 ms}, {from: gateway, to: near, delay: 3 ms}]
                functions:
                  - name: f
                    duration: {distribution: exponential, mean: 50 ms}
                    crashes: 0.05
                    errors: 0.05
                    startFailures: 0.1
                    workerConcurrency: 2
                    updates: [4 s, 9 s]
                arrivals: [{kind: poisson, function: f, rate: 80 /s}]
                policies: {keepAlive: {after: 0 s}}
                faults:
                  - {kind: fail, node: near, at: 3 s, for: 2 s}
                  - {kind: cutOff, node: far, at: 6 s, for: 2 s}
                  - {kind: restart, node: far, at: 11 s}
                  - {kind: change, node: near, memory: 512 MB, at: 12 s, unseen: 1 s}
                  - {kind: drain, node: near, at: 15 s, for: 2 s}
                """));
    assertThat(result.entries().stream().map(LedgerEntry::invocationId)).doesNotHaveDuplicates();
    assertThat(result.invocations() + result.goneCount()).isBetween(1_400L, 1_800L);
    assertThat(result.goneCount()).isZero();
  }

  private static List<Outcome> outcomes(SimulationResult result) {
    return result.entries().stream().map(LedgerEntry::outcome).toList();
  }
}
