package dev.perigee.ledger;

import dev.perigee.model.ledger.Energy;

/// The final figures of one entry, known when its metering window closed. It counts only once the
/// window's own row is in the ledger too: both become visible at one instant.
///
/// @param sequence which entry of the writer's ledger
/// @param node node whose window it was
/// @param windowToUtcNs end of that window
/// @param energy final energy
/// @param operationNanoGramsCo2e final operation carbon
public record Settlement(
    long sequence, String node, long windowToUtcNs, Energy energy, long operationNanoGramsCo2e) {}
