package dev.perigee.policy.placement;

import dev.perigee.model.continuum.Overlay;
import dev.perigee.model.continuum.Snapshot;
import dev.perigee.model.decision.Bound;
import dev.perigee.model.decision.Decision.Candidate;
import dev.perigee.policy.spi.PlacementChoice;
import dev.perigee.policy.spi.PlacementChoice.Share;
import dev.perigee.policy.spi.PlacementQuestion;
import dev.perigee.policy.spi.PolicyMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A choice in the making: who got how many workers, and how many are still without a place.
final class Filling {
  private final PlacementQuestion question;
  private final Snapshot snapshot;
  private final Overlay overlay;
  private final Loads loads;
  private final SortedMap<Integer, Integer> given = new TreeMap<>();
  private int left;

  Filling(PlacementQuestion question, Snapshot snapshot, Overlay overlay, Loads loads) {
    this.question = question;
    this.snapshot = snapshot;
    this.overlay = overlay;
    this.loads = loads;
    this.left = question.workerCount();
  }

  int left() {
    return left;
  }

  /// Gives workers to a node and returns how many it has got by now.
  int give(int node, int count) {
    left -= count;
    return count == 0 ? 0 : given.merge(node, count, Integer::sum);
  }

  PlacementChoice choice(PolicyMemory memory) {
    List<Share> shares = new ArrayList<>();
    double value = Double.NEGATIVE_INFINITY;
    for (var entry : given.entrySet()) {
      shares.add(new Share(entry.getKey(), entry.getValue()));
      value =
          Math.max(
              value, Loads.fraction(question, snapshot, overlay, entry.getKey(), entry.getValue()));
    }
    Bound bound =
        shares.isEmpty()
            ? Bound.none(Loads.METRIC)
            : new Bound(Loads.METRIC, value, Math.min(value, loads.least()));
    List<Candidate> candidates = candidates();
    int omitted = snapshot.nodes().count() - candidates.size();
    return new PlacementChoice(shares, candidates, omitted, bound, memory);
  }

  private List<Candidate> candidates() {
    List<Candidate> listed = new ArrayList<>();
    for (int node : loads.bestFirst(PlacementChoice.CANDIDATES_LISTED_MAX)) {
      listed.add(loads.candidate(question, snapshot, overlay, node));
    }
    return listed;
  }
}
