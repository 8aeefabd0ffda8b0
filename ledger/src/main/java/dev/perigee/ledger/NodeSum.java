package dev.perigee.ledger;

import dev.perigee.model.ledger.NodeWindow;
import java.util.Optional;

/// The windows of one node, added up.
final class NodeSum {
  private long fromUtcNs = Long.MAX_VALUE;
  private long toUtcNs = Long.MIN_VALUE;
  private long attributedMicroJ;
  private long unattributedMicroJ;
  private long platformMicroJ;

  void add(NodeWindow window) {
    fromUtcNs = Math.min(fromUtcNs, window.fromUtcNs());
    toUtcNs = Math.max(toUtcNs, window.toUtcNs());
    attributedMicroJ = Math.addExact(attributedMicroJ, window.attributedMicroJ());
    unattributedMicroJ = Math.addExact(unattributedMicroJ, window.unattributedMicroJ());
    platformMicroJ = Math.addExact(platformMicroJ, window.platformMicroJ());
  }

  /// Takes out what an entry that is not in the view was given.
  void forget(long microJ) {
    attributedMicroJ = Math.subtractExact(attributedMicroJ, microJ);
  }

  Optional<NodeTotal> total(String node) {
    if (toUtcNs == Long.MIN_VALUE) {
      return Optional.empty();
    }
    long energyMicroJ = Math.addExact(attributedMicroJ, unattributedMicroJ);
    return Optional.of(
        new NodeTotal(
            node,
            fromUtcNs,
            toUtcNs,
            energyMicroJ,
            attributedMicroJ,
            unattributedMicroJ,
            platformMicroJ));
  }
}
