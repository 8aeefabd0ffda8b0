package dev.perigee.bench.part;

import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.simulator.ScenarioRunner;
import dev.perigee.simulator.SimulationResult;
import dev.perigee.simulator.scenario.Scenario;
import dev.perigee.simulator.scenario.ScenarioFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Plans through the seam in simulation: with a keep-alive of 0 every invocation asks the policy,
/// proposes a plan, has it checked by a node, starts a worker, runs, and gives the leave back.
public final class PlansBenchmark implements Benchmark {
  private static final String SCENARIO =
      """
      name: plans
      seed: 7
      start: 2026-06-01T06:00:00Z
      duration: %d s
      policies:
        placement: least-loaded
        keepAlive: {name: fixed, after: 0 s, freezeAfter: 0 s}
      nodes:
        - id: edge-*
          count: %d
          zone: AT
          cpu: 16
          memory: 64 GB
          power: {idle: 6 W, max: 25 W}
      links:
        - {from: gateway, to: "edge-*", delay: 1 ms, bandwidth: 125 MB/s}
      functions:
      %sarrivals:
      %s\
      """;

  private static final int FUNCTION_COUNT = 50;
  private static final String FUNCTION =
      "  - {name: f-%d, memory: 128 MB, duration: {distribution: exponential, mean: 4 ms}}\n";
  private static final String ARRIVALS = "  - {kind: poisson, function: f-%d, rate: 20 /s}\n";

  private final int nodeCount;

  public PlansBenchmark(int nodeCount) {
    this.nodeCount = nodeCount;
  }

  @Override
  public String name() {
    return "plans, " + nodeCount + " nodes";
  }

  @Override
  public List<Figure> run(Size size) {
    String text = SCENARIO.formatted(size.pick(1, 20), nodeCount, lines(FUNCTION), lines(ARRIVALS));
    Scenario scenario = ScenarioFile.read("plans", text, Path.of("."));
    int runs = size.pick(2, 9);
    String hash = "";
    Samples samples = new Samples(runs);
    Samples cpu = new Samples(runs);
    long plans = 0;
    for (int i = 0; i < runs + runs / 3; i++) {
      long fromNs = System.nanoTime();
      long fromCpuNs = Samples.threadCpuNs();
      SimulationResult result = ScenarioRunner.run(scenario);
      if (i >= runs / 3) {
        samples.add(System.nanoTime() - fromNs);
        cpu.add(Samples.threadCpuNs() - fromCpuNs);
      }
      if (!hash.isEmpty() && !hash.equals(result.hash())) {
        throw new IllegalStateException("two runs of one scenario differ");
      }
      hash = result.hash();
      plans = result.planCount();
    }
    double slowS = samples.quantileNs(0.99) / 1e9;
    double medianS = samples.quantileNs(0.5) / 1e9;
    return List.of(
        new Figure(
            name(),
            "/s",
            10_000,
            plans / medianS,
            plans / slowS,
            runs,
            hash,
            Map.of("plans", (double) plans, "perCpuS", plans * 1e9 / cpu.quantileNs(0.5))));
  }

  private static String lines(String template) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < FUNCTION_COUNT; i++) {
      lines.append(template.formatted(i));
    }
    return lines.toString();
  }
}
