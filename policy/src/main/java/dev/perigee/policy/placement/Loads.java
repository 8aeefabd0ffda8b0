package dev.perigee.policy.placement;

import dev.perigee.model.continuum.NodeColumns;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.continuum.Overlay;
import dev.perigee.model.continuum.Snapshot;
import dev.perigee.model.decision.Decision.Candidate;
import dev.perigee.model.work.Workers;
import dev.perigee.policy.spi.PlacementQuestion;
import java.util.List;

/// The load of every node if it got one more worker, and how many workers would fit.
///
/// @param fraction load with one more worker; infinite where none fits
/// @param roomCount workers that fit
record Loads(double[] fraction, int[] roomCount) {
  static final String METRIC = "loadFraction";
  private static final int CHUNK_ROWS = 4_096;

  static Loads of(PlacementQuestion question, Snapshot snapshot, Overlay overlay, Workers workers) {
    int count = snapshot.nodes().count();
    Loads loads = new Loads(new double[count], new int[count]);
    List<Integer> ranges =
        workers.map(
            count, CHUNK_ROWS, (from, to) -> loads.fill(question, snapshot, overlay, from, to));
    assert ranges.stream().mapToInt(Integer::intValue).sum() == count;
    return loads;
  }

  private int fill(
      PlacementQuestion question, Snapshot snapshot, Overlay overlay, int from, int to) {
    NodeColumns nodes = snapshot.nodes();
    for (int node = from; node < to; node++) {
      roomCount[node] =
          nodes.isUp(node)
              ? Math.max(0, overlay.freeMemoryMb(snapshot, node) / question.memoryMb())
              : 0;
      fraction[node] =
          roomCount[node] == 0
              ? Double.POSITIVE_INFINITY
              : fraction(question, snapshot, overlay, node, 1);
    }
    return to - from;
  }

  static double fraction(
      PlacementQuestion question, Snapshot snapshot, Overlay overlay, int node, int workerCount) {
    NodeColumns nodes = snapshot.nodes();
    double memory =
        (overlay.reservedMemoryMb(node) + (double) workerCount * question.memoryMb())
            / nodes.memoryMb().get(node);
    double cpu =
        (overlay.reservedCpuMilli(node) + (double) workerCount * question.cpuMilli())
            / nodes.cpuMilli().get(node);
    return Math.max(memory, cpu);
  }

  /// The least load that any feasible node would have, infinite if there is none.
  double least() {
    double least = Double.POSITIVE_INFINITY;
    for (double value : fraction) {
      least = Math.min(least, value);
    }
    return least;
  }

  /// The nodes with the least load, best first; a tie goes to the smaller index.
  int[] bestFirst(int countMax) {
    int[] best = new int[Math.min(countMax, fraction.length)];
    int size = 0;
    for (int node = 0; node < fraction.length; node++) {
      int place = size;
      while (place > 0 && fraction[node] < fraction[best[place - 1]]) {
        place--;
      }
      if (place < best.length) {
        size = Math.min(size + 1, best.length);
        System.arraycopy(best, place, best, place + 1, size - 1 - place);
        best[place] = node;
      }
    }
    return best;
  }

  Candidate candidate(PlacementQuestion question, Snapshot snapshot, Overlay overlay, int node) {
    String id = snapshot.nodes().id().get(node);
    if (roomCount[node] > 0) {
      return new Candidate(id, true, fraction[node], "room for " + roomCount[node] + " workers");
    }
    NodeState state = NodeState.values()[snapshot.nodes().state().get(node)];
    String reason =
        state == NodeState.UP
            ? "memory: "
                + overlay.freeMemoryMb(snapshot, node)
                + " MiB free, "
                + question.memoryMb()
                + " MiB needed"
            : "node is " + state.text();
    return new Candidate(id, false, Double.POSITIVE_INFINITY, reason);
  }
}
