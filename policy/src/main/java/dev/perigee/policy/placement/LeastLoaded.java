package dev.perigee.policy.placement;

import dev.perigee.model.continuum.Overlay;
import dev.perigee.model.continuum.Snapshot;
import dev.perigee.policy.spi.PlacementChoice;
import dev.perigee.policy.spi.PlacementPolicy;
import dev.perigee.policy.spi.PlacementQuestion;
import dev.perigee.policy.spi.PolicyMemory;

/// Gives each worker to the node that would be least loaded with it; a tie goes to the smaller
/// index.
public final class LeastLoaded implements PlacementPolicy {

  @Override
  public String name() {
    return "least-loaded";
  }

  @Override
  public PlacementChoice decide(
      PlacementQuestion question,
      Snapshot snapshot,
      Overlay overlay,
      PolicyMemory memory,
      Setting setting) {
    Loads loads = Loads.of(question, snapshot, overlay, setting.workers());
    Filling filling = new Filling(question, snapshot, overlay, loads);
    double[] fraction = loads.fraction().clone();
    while (filling.left() > 0) {
      int node = argMin(fraction);
      if (node < 0) {
        break;
      }
      int given = filling.give(node, 1);
      fraction[node] =
          given < loads.roomCount()[node]
              ? Loads.fraction(question, snapshot, overlay, node, given + 1)
              : Double.POSITIVE_INFINITY;
    }
    return filling.choice(memory);
  }

  private static int argMin(double[] fraction) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int node = 0; node < fraction.length; node++) {
      if (fraction[node] < least) {
        least = fraction[node];
        best = node;
      }
    }
    return best;
  }
}
