package dev.perigee.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perigee.simulator.ScenarioRunner;
import dev.perigee.simulator.SimulationResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioFileTest {

  @Test
  void reportsAllProblemsAtOnceWithTheirLines() {
    String text =
        """
        name: bad
        duration: 10 parsecs
        colour: blue
        nodes:
          - {id: a, zone: Atlantis, cpu: 0, memory: 1 GB}
          - {id: b, zone: AT, cpu: 2, memory: 1 GB, power: {family: Abacus}}
          - {id: b, zone: AT, cpu: 2, memory: 1 GB}
        functions:
          - {name: "no good", duration: 1 ms}
          - {name: f, duration: {distribution: gamma}}
        arrivals:
          - {kind: poisson, function: g, rate: 3 /s}
        faults:
          - {kind: melt, node: z, at: 1 s, for: 2 s}
        policies: {placement: astrology}
        """;
    assertThat(problems(text))
        .anyMatch(each -> each.startsWith("line 2: scenario.duration must be a number >= 0"))
        .anyMatch(
            each -> each.startsWith("line 3: scenario.colour is unknown; allowed are name, seed"))
        .anyMatch(each -> each.startsWith("line 5: node.zone is unknown: 'Atlantis'"))
        .anyMatch(each -> each.startsWith("line 5: node.cpu must be a number >= 0.001, got '0'"))
        .anyMatch(each -> each.startsWith("line 6: power.family must be one of Skylake"))
        .anyMatch(each -> each.startsWith("line 7: node.id b is given twice"))
        .anyMatch(each -> each.startsWith("line 9: function.name of 'no good'"))
        .anyMatch(each ->
            each.startsWith(
                "line 10: duration.distribution must be one of fixed, exponential, log-normal"))
        .anyMatch(each -> each.startsWith("line 12: arrivals.function is no function"))
        .anyMatch(each -> each.startsWith("line 14: fault.kind must be one of fail, cutOff"))
        .anyMatch(each -> each.startsWith("line 14: fault.node matches no node, got 'z'"))
        .anyMatch(each ->
            each.contains("line 15: policies.placement is unknown") && each.contains("first-fit"));
  }

  @Test
  void readsPricesBesideTheScenario(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("edge.json"),
        """
        {"date": "2026-01-01", "source": "a test", "region": "edge", "perRequestUsd": 0,
         "perGbSecondUsd": 0.001, "perGbTransferUsd": 0}
        """);
    String text =
        """
        name: priced
        duration: 1 s
        prices: %s
        nodes: [{id: a, zone: AT, cpu: 2, memory: 1 GB}]
        functions: [{name: f, duration: 100 ms, memory: 1024 MB}]
        arrivals: [{kind: periodic, function: f, every: 1 s}]
        """;
    Path file = Files.writeString(folder.resolve("s.yaml"), text.formatted("edge.json"));
    SimulationResult result = ScenarioRunner.run(ScenarioFile.read(file));
    assertThat(result.costPicoUsd()).isEqualTo(result.invocations() * 100_000_000L);
    Path bad = Files.writeString(folder.resolve("b.yaml"), text.formatted("none.json"));
    assertThat(catchThrowableOfType(ScenarioException.class, () -> ScenarioFile.read(bad)))
        .hasMessageContaining("line 3: scenario.prices can't be used")
        .hasMessageContaining("none.json");
  }

  @Test
  void saysWhereTextIsNoYaml() {
    assertThat(problems("name: x\nnodes: [{id: a\n")).anyMatch(each -> each.contains("no YAML"));
  }

  @Test
  void expandsNodesByTheirCountAndLinksByTheirPattern() {
    Scenario scenario =
        ScenarioFile.read(
            "many",
            """
            name: many
            duration: 1 s
            nodes:
              - {id: sat-*, count: 3, zone: space, cpu: 1, memory: 1 GB, intensity: 0 g/kWh}
            links: [{from: gateway, to: "sat-*", delay: 4 ms}]
            functions: [{name: f, duration: 1 ms}]
            """,
            Path.of("."));
    assertThat(scenario.sites())
        .extracting(site -> site.node().id())
        .containsExactly("sat-1", "sat-2", "sat-3");
    assertThat(scenario.sites()).allMatch(site -> site.gatewayDelayNs() == 4_000_000);
  }

  @Test
  void refusesFaultsOfOneNodeThatOverlap() {
    String text =
        """
        name: two
        duration: 1 s
        nodes: [{id: a, zone: AT, cpu: 1, memory: 1 GB}]
        functions: [{name: f, duration: 1 ms}]
        faults:
          - {kind: fail, node: a, at: 1 s, for: 2 s}
          - {kind: cutOff, node: a, at: 2 s, for: 2 s}
        """;
    assertThat(problems(text))
        .containsExactly("line 7: fault.at overlaps another fault of a; one at a time");
  }

  private static java.util.List<String> problems(String text) {
    ScenarioException thrown =
        catchThrowableOfType(
            ScenarioException.class, () -> ScenarioFile.read("file", text, Path.of(".")));
    return thrown.problems();
  }
}
