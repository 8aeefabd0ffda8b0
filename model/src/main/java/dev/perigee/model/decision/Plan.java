package dev.perigee.model.decision;

import java.util.List;

/// What the engine wants the world to do, and what it read to come to that.
///
/// @param epoch of the engine that made it; a node follows the higher epoch
/// @param snapshotVersion the snapshot it was made from
public record Plan(
    long planId,
    long decisionId,
    int epoch,
    long snapshotVersion,
    List<Placement> placements,
    ReadSet readSet) {
  public Plan {
    placements = List.copyOf(placements);
  }
}
