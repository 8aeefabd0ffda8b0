package dev.perigee.policy.placement;

import dev.perigee.model.continuum.Overlay;
import dev.perigee.model.continuum.Snapshot;
import dev.perigee.policy.spi.PlacementChoice;
import dev.perigee.policy.spi.PlacementPolicy;
import dev.perigee.policy.spi.PlacementQuestion;
import dev.perigee.policy.spi.PolicyMemory;

/// Fills nodes in the order of their index: packs work together and leaves whole nodes idle.
public final class FirstFit implements PlacementPolicy {

  @Override
  public String name() {
    return "first-fit";
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
    for (int node = 0; node < snapshot.nodes().count() && filling.left() > 0; node++) {
      filling.give(node, Math.min(filling.left(), loads.roomCount()[node]));
    }
    return filling.choice(memory);
  }
}
