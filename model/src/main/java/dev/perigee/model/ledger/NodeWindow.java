package dev.perigee.model.ledger;

import dev.perigee.model.ModelException;

/// The energy of one node in one closed metering window, split into what invocations account for
/// and nobody's. `energyMicroJ = attributedMicroJ + unattributedMicroJ`, always.
///
/// @param attributedMicroJ the sum of the final energy of all entries settled with this window
/// @param platformMicroJ part of `unattributedMicroJ` that was the platform's own work (booked on
///   tenant `perigee`)
public record NodeWindow(
    String node,
    long fromUtcNs,
    long toUtcNs,
    long energyMicroJ,
    long attributedMicroJ,
    long unattributedMicroJ,
    long platformMicroJ) {

  public NodeWindow {
    ModelException.require(toUtcNs >= fromUtcNs, "toUtcNs >= fromUtcNs", toUtcNs - fromUtcNs);
    ModelException.require(
        energyMicroJ == Math.addExact(attributedMicroJ, unattributedMicroJ),
        "energyMicroJ = attributedMicroJ + unattributedMicroJ",
        energyMicroJ - attributedMicroJ - unattributedMicroJ);
  }
}
