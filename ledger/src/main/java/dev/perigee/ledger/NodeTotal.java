package dev.perigee.ledger;

/// The energy of one node over the windows that are in the ledger, all three figures at one
/// instant: `energyMicroJ = attributedMicroJ + unattributedMicroJ`, and `attributedMicroJ` is
/// exactly the sum over the settled entries of the same view.
///
/// @param platformMicroJ part of `unattributedMicroJ` that was the platform's own work
public record NodeTotal(
    String node,
    long fromUtcNs,
    long toUtcNs,
    long energyMicroJ,
    long attributedMicroJ,
    long unattributedMicroJ,
    long platformMicroJ) {}
