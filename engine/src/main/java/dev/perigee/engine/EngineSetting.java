package dev.perigee.engine;

import dev.perigee.model.ModelException;
import dev.perigee.model.work.Workers;
import dev.perigee.policy.spi.KeepAlivePolicy;
import dev.perigee.policy.spi.PlacementPolicy;

/// What an engine decides with.
///
/// @param origin who decides: 0 for the control plane, n for the n-th node while it is alone
/// @param seed of the scenario; random choices derive from it
/// @param candidateCountMax nodes that a placement may look at
public record EngineSetting(
    int origin,
    long seed,
    PlacementPolicy placement,
    KeepAlivePolicy keepAlive,
    int candidateCountMax,
    Workers workers) {
  public static final int CANDIDATE_COUNT_MAX_DEFAULT = 200_000;

  public EngineSetting {
    ModelException.require(origin >= 0 && origin <= 0xFFFF, "origin in 0..65535", origin);
  }

  public static EngineSetting of(long seed, PlacementPolicy placement, KeepAlivePolicy keepAlive) {
    return new EngineSetting(
        0, seed, placement, keepAlive, CANDIDATE_COUNT_MAX_DEFAULT, Workers.sequential());
  }
}
