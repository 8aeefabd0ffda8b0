package dev.perigee.world.contract;

import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What happens to a world: functions that do nothing for a fixed time, on nodes without distance.
/// Placement is `first-fit`, keep-alive is fixed. Times count from the start.
public record ContractScenario(String name, List<Node> nodes, long keepAliveNs, List<Step> steps) {
  public static final long START_UTC_NS = 1_767_225_600_000_000_000L;
  public static final long FREEZE_AFTER_NS = 50_000_000L;
  public static final long SEED = 1;
  static final long MS = 1_000_000L;

  public ContractScenario {
    nodes = List.copyOf(nodes);
    steps = List.copyOf(steps);
  }

  /// Something from outside.
  public sealed interface Step {
    long atNs();

    /// @param handlerNs what each invocation takes
    /// @param startNs what each worker's start takes
    record Deploys(long atNs, FunctionSpec function, long handlerNs, long startNs)
        implements Step {}

    record Deletes(long atNs, FunctionId function) implements Step {}

    /// @param number names the invocation in the transcript
    record Arrives(long atNs, int number, FunctionId function) implements Step {}

    /// The engine hears that the node is lost; all that it held is gone. After a while it is back,
    /// empty, with the next revision.
    record NodeFails(long atNs, String node, long forNs) implements Step {}

    /// The node has the next revision at once; the engine hears of it later.
    record NodeChanges(long atNs, String node, int memoryMb, long unseenNs) implements Step {}
  }

  /// All scenarios of the kit.
  public static List<ContractScenario> all() {
    return List.of(
        coldAndWarm(), staleRead(), failingNode(), newVersionAndDeletion(), limits(), crowded());
  }

  private static ContractScenario coldAndWarm() {
    List<Step> steps = new ArrayList<>();
    steps.add(deploys(0, "f", 1, 100, 5, 1_000, 100));
    steps.add(deploys(0, "g", 1, 100, 5, 1_000, 100));
    arrive(steps, "f", 10, 10, 11, 20, 400);
    arrive(steps, "g", 10, 10, 18, 18);
    return new ContractScenario("cold-and-warm", nodes(1_024, 1_024, 512), 200 * MS, steps);
  }

  private static ContractScenario staleRead() {
    List<Step> steps = new ArrayList<>();
    steps.add(deploys(0, "f", 1, 100, 5, 1_000, 100));
    steps.add(new Step.NodeChanges(100 * MS, "n1", 2_048, 50 * MS));
    arrive(steps, "f", 120, 130, 200);
    return new ContractScenario("stale-read", nodes(1_024, 1_024, 512), 1_000 * MS, steps);
  }

  private static ContractScenario failingNode() {
    List<Step> steps = new ArrayList<>();
    steps.add(deploys(0, "f", 1, 100, 5, 1_000, 100));
    steps.add(new Step.NodeFails(60 * MS, "n1", 200 * MS));
    arrive(steps, "f", 10, 10, 59, 70, 300);
    return new ContractScenario("failing-node", nodes(256, 256, 256), 1_000 * MS, steps);
  }

  private static ContractScenario newVersionAndDeletion() {
    List<Step> steps = new ArrayList<>();
    steps.add(deploys(0, "f", 1, 100, 5, 1_000, 100));
    steps.add(deploys(50 * MS, "f", 2, 20, 5, 1_000, 100));
    steps.add(new Step.Deletes(300 * MS, id("f")));
    steps.add(new Step.Deletes(301 * MS, id("unknown")));
    arrive(steps, "f", 10, 49, 50, 200, 299, 300, 310);
    return new ContractScenario("new-version-and-deletion", nodes(512, 512, 512), 0, steps);
  }

  private static ContractScenario limits() {
    List<Step> steps = new ArrayList<>();
    steps.add(deploys(0, "one", 1, 100, 5, 1, 2));
    steps.add(deploys(0, "none", 1, 100, 5, 0, 2));
    arrive(steps, "one", 10, 11, 12, 13, 300);
    arrive(steps, "none", 20, 21);
    return new ContractScenario("limits", nodes(512, 512, 512), 1_000 * MS, steps);
  }

  private static ContractScenario crowded() {
    List<Step> steps = new ArrayList<>();
    steps.add(deploys(0, "f", 1, 100, 5, 1_000, 100));
    steps.add(deploys(0, "g", 1, 100, 5, 1_000, 100));
    arrive(steps, "f", 10, 10, 10);
    arrive(steps, "g", 10, 40, 41);
    return new ContractScenario("crowded", nodes(128, 128, 128), 30 * MS, steps);
  }

  private static void arrive(List<Step> steps, String function, int... atMs) {
    long count = steps.stream().filter(step -> step instanceof Step.Arrives).count();
    for (int i = 0; i < atMs.length; i++) {
      steps.add(new Step.Arrives(atMs[i] * MS, (int) count + i, id(function)));
    }
  }

  private static FunctionId id(String name) {
    return new FunctionId("default", name);
  }

  private static Step deploys(
      long atNs,
      String name,
      int version,
      int handlerMs,
      int startMs,
      int concurrencyMax,
      int queueMax) {
    FunctionSpec spec =
        new FunctionSpec(
            "default",
            name,
            version,
            "provided.al2023",
            "bootstrap",
            "",
            128,
            3_000,
            Isolation.PROCESS,
            1,
            concurrencyMax,
            queueMax,
            new TreeMap<>());
    return new Step.Deploys(atNs, spec, handlerMs * MS, startMs * MS);
  }

  private static List<Node> nodes(int... memoryMb) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < memoryMb.length; i++) {
      nodes.add(
          new Node("n" + (i + 1), "AT", NodeState.UP, 2_000, memoryMb[i], 10, 30, 200, 1.2, 1));
    }
    return nodes;
  }
}
