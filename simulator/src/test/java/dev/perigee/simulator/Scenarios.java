package dev.perigee.simulator;

import dev.perigee.simulator.scenario.Scenario;
import dev.perigee.simulator.scenario.ScenarioFile;
import java.nio.file.Path;

/// Scenarios that tests run.
final class Scenarios {
  private Scenarios() {}

  /// The one that the docs show.
  static Scenario first() {
    return ScenarioFile.read(Path.of("..", "examples", "scenarios", "first.yaml"));
  }

  /// Two nodes, one function, and what a test adds.
  static Scenario small(String more) {
    String text =
        """
        name: small
        seed: 7
        duration: 20 s
        nodes:
          - {id: near, zone: X, cpu: 2, memory: 1 GB, intensity: 300 g/kWh}
          - {id: far, zone: X, cpu: 8, memory: 4 GB, intensity: 100 g/kWh}
        """
            + more;
    return ScenarioFile.read("small", text, Path.of("."));
  }
}
