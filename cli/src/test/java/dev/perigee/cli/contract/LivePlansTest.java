package dev.perigee.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.contract.Schedule.Rank;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.decision.Ids;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.PlanResult;
import dev.perigee.model.decision.ReadSet;
import dev.perigee.model.decision.ReadSet.NodeRead;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.world.contract.ContractScenario;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plans from one snapshot, checked by live nodes.
class LivePlansTest {
  private static final FunctionSpec F =
      new FunctionSpec(
          "default",
          "f",
          1,
          "provided",
          "bootstrap",
          "",
          128,
          3_000,
          Isolation.PROCESS,
          1,
          10,
          10,
          new TreeMap<>());

  @TempDir Path folder;

  @Test
  void twoPlansFromOneSnapshotOnDifferentNodesBothSucceed() {
    try (LiveRig rig = rig(128, 128)) {
      assertThat(refusals(rig.propose(plan(1, placement("n1"))))).isEmpty();
      assertThat(refusals(rig.propose(plan(2, placement("n2"))))).isEmpty();
    }
  }

  @Test
  void ofTwoPlansFromOneSnapshotOnANodeWithRoomForOneOneIsRefused() {
    try (LiveRig rig = rig(128, 128)) {
      assertThat(refusals(rig.propose(plan(1, placement("n1"))))).isEmpty();
      assertThat(refusals(rig.propose(plan(2, placement("n1")))))
          .containsExactly(Refusal.NO_CAPACITY);
    }
  }

  @Test
  void aPlanIsAcceptedInPart() {
    try (LiveRig rig = rig(128, 128)) {
      rig.node("n2").change(64, 0);
      PlanResult result = rig.propose(plan(1, placement("n1"), placement("n2")));
      assertThat(result.results().getFirst()).isInstanceOf(PlacementResult.Accepted.class);
      assertThat(refusals(result)).containsExactly(Refusal.STALE);
    }
  }

  @Test
  void aPlanOfAVersionThatWasReplacedIsRefused() {
    try (LiveRig rig = rig(128)) {
      Placement old = placement("n1");
      Placement never =
          new Placement(F.id(), 7, "n1", 1, old.memoryMb(), old.cpuMilli(), old.keepAliveNs(), 0);
      assertThat(refusals(rig.propose(plan(1, never)))).containsExactly(Refusal.GONE);
    }
  }

  @Test
  void aNodeThatIsDownOrUnknownIsUnreachable() {
    try (LiveRig rig = rig(128)) {
      rig.node("n1").fail();
      assertThat(refusals(rig.propose(plan(1, placement("n1")))))
          .containsExactly(Refusal.UNREACHABLE);
      assertThat(refusals(rig.propose(plan(2, placement("n9")))))
          .containsExactly(Refusal.UNREACHABLE);
    }
  }

  private static List<Refusal> refusals(PlanResult result) {
    return result.results().stream()
        .filter(PlacementResult.Refused.class::isInstance)
        .map(each -> ((PlacementResult.Refused) each).refusal())
        .toList();
  }

  private LiveRig rig(int... memoryMb) {
    List<Node> nodes =
        IntStream.range(0, memoryMb.length)
            .mapToObj(i -> node("n" + (i + 1), memoryMb[i]))
            .toList();
    ContractScenario scenario =
        new ContractScenario(
            "plans",
            nodes,
            1_000_000_000L,
            List.of(new ContractScenario.Step.Deploys(0, F, 1_000, 1_000)));
    LiveRig rig = new LiveRig(scenario, new SameProcess(folder));
    rig.at(0, Rank.DEPLOYMENT, () -> rig.deploy(F));
    rig.runUntil(0);
    return rig;
  }

  private static Node node(String id, int memoryMb) {
    return new Node(id, "AT", NodeState.UP, 2_000, memoryMb, 10, 30, 200, 1.2, 1);
  }

  private static Placement placement(String node) {
    return new Placement(F.id(), 1, node, 1, 128, 72, 1_000_000_000L, 50_000_000L);
  }

  /// From another maker, so that the ids are not those of the engine.
  private static Plan plan(int number, Placement... placements) {
    List<Placement> all = List.of(placements);
    List<NodeRead> reads = all.stream().map(each -> new NodeRead(each.node(), 1)).toList();
    long id = Ids.first(1, 1) + number;
    return new Plan(id, id, 1, 1, all, new ReadSet(reads, List.of()));
  }
}
