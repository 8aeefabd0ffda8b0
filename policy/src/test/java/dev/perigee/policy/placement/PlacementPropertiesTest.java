package dev.perigee.policy.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.continuum.Overlay;
import dev.perigee.model.continuum.Snapshot;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.model.work.Workers;
import dev.perigee.policy.spi.PlacementChoice;
import dev.perigee.policy.spi.PlacementChoice.Share;
import dev.perigee.policy.spi.PlacementPolicy;
import dev.perigee.policy.spi.PlacementQuestion;
import dev.perigee.policy.spi.PolicyMemory;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PlacementPropertiesTest {
  private static final int MEMORY_MB = 128;
  private static final int CPU_MILLI = 72;

  /// Nodes with what is reserved on them.
  private record Case(Snapshot snapshot, int[] reservedMb) implements Overlay {
    @Override
    public int reservedMemoryMb(int node) {
      return reservedMb[node];
    }

    @Override
    public int reservedCpuMilli(int node) {
      return 0;
    }

    int room(int node) {
      boolean up = snapshot.nodes().isUp(node);
      return up ? Math.max(0, freeMemoryMb(snapshot, node) / MEMORY_MB) : 0;
    }

    double load(int node, int more) {
      double memory =
          (reservedMb[node] + (double) more * MEMORY_MB) / snapshot.nodes().memoryMb().get(node);
      double cpu = (double) more * CPU_MILLI / snapshot.nodes().cpuMilli().get(node);
      return Math.max(memory, cpu);
    }
  }

  @Property(tries = 200)
  void neverChoosesAnInfeasibleNodeNorGoesAboveCapacity(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int count) {
    Case nodes = random(seed, 6);
    for (PlacementPolicy policy : List.of(new FirstFit(), new LeastLoaded())) {
      PlacementChoice choice = decide(policy, nodes, count);
      int room = 0;
      for (int node = 0; node < 6; node++) {
        room += nodes.room(node);
      }
      int placed = 0;
      for (Share share : choice.shares()) {
        assertThat(share.workerCount()).isBetween(1, nodes.room(share.nodeIndex()));
        placed += share.workerCount();
      }
      assertThat(placed).isEqualTo(Math.min(count, room));
    }
  }

  @Property(tries = 200)
  void leastLoadedHasTheLeastGreatestLoadOfAllChoices(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int count) {
    Case nodes = random(seed, 4);
    PlacementChoice choice = decide(new LeastLoaded(), nodes, count);
    int placed = choice.shares().stream().mapToInt(Share::workerCount).sum();
    double greatest = 0;
    for (Share share : choice.shares()) {
      greatest = Math.max(greatest, nodes.load(share.nodeIndex(), share.workerCount()));
    }
    if (placed > 0) {
      assertThat(greatest).isEqualTo(best(nodes, 0, placed));
    }
  }

  @Property(tries = 100)
  void relabellingNodesChangesOnlyLabels(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int count) {
    Case nodes = random(seed, 5);
    Case relabelled = new Case(labelled(nodes.snapshot(), "other-"), nodes.reservedMb());
    for (PlacementPolicy policy : List.of(new FirstFit(), new LeastLoaded())) {
      assertThat(decide(policy, relabelled, count).shares())
          .isEqualTo(decide(policy, nodes, count).shares());
    }
  }

  /// The least greatest load over all ways to place `left` workers on the nodes from `node` on.
  private static double best(Case nodes, int node, int left) {
    if (node == nodes.reservedMb().length) {
      return left == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int here = 0; here <= Math.min(left, nodes.room(node)); here++) {
      double load = here == 0 ? 0 : nodes.load(node, here);
      best = Math.min(best, Math.max(load, best(nodes, node + 1, left - here)));
    }
    return best;
  }

  private static PlacementChoice decide(PlacementPolicy policy, Case nodes, int count) {
    FunctionSpec function =
        new FunctionSpec(
            "t",
            "f",
            1,
            "wasm",
            "h",
            "",
            MEMORY_MB,
            1_000,
            Isolation.WASM,
            1,
            10,
            10,
            new TreeMap<>());
    return policy.decide(
        new PlacementQuestion(function, count, MEMORY_MB, CPU_MILLI),
        nodes.snapshot(),
        nodes,
        PolicyMemory.NONE,
        new PlacementPolicy.Setting(1, 1_000, Workers.sequential()));
  }

  private static Case random(long seed, int count) {
    Random random = new Random(seed);
    Snapshot snapshot = Snapshot.EMPTY;
    int[] reservedMb = new int[count];
    for (int i = 0; i < count; i++) {
      int memoryMb = 64 + random.nextInt(800);
      reservedMb[i] = random.nextInt(memoryMb);
      NodeState state = random.nextInt(4) == 0 ? NodeState.DRAINING : NodeState.UP;
      Node node =
          new Node("n" + i, "AT", state, 500 + random.nextInt(2_000), memoryMb, 1, 2, 100, 1, 1);
      snapshot = snapshot.withNode(i, node, 0);
    }
    return new Case(snapshot, reservedMb);
  }

  private static Snapshot labelled(Snapshot snapshot, String prefix) {
    Snapshot renamed = Snapshot.EMPTY;
    for (int i = 0; i < snapshot.nodes().count(); i++) {
      Node node = snapshot.nodes().get(i);
      Node other =
          new Node(
              prefix + node.id(),
              node.zone(),
              node.state(),
              node.cpuMilli(),
              node.memoryMb(),
              node.idleW(),
              node.maxW(),
              node.intensityGramsPerKwh(),
              node.pue(),
              node.revision());
      renamed = renamed.withNode(i, other, 0);
    }
    return renamed;
  }
}
