package dev.perigee.policy.spi;

import dev.perigee.model.continuum.Overlay;
import dev.perigee.model.continuum.Snapshot;
import dev.perigee.model.work.Workers;

/// Decides which nodes get leave to run more workers of a function. Pure: the same arguments give
/// the same choice.
public interface PlacementPolicy extends Policy {

  /// @param memory what the same policy returned as its memory last time, `PolicyMemory.NONE` at
  ///   first
  PlacementChoice decide(
      PlacementQuestion question,
      Snapshot snapshot,
      Overlay overlay,
      PolicyMemory memory,
      Setting setting);

  /// What a decision may use besides what is known.
  ///
  /// @param seed for random choices; derived from scenario, decision and snapshot
  /// @param candidateCountMax nodes that the policy may look at; work is bounded by counts, not by
  ///   time
  /// @param workers for data-parallel loops
  record Setting(long seed, int candidateCountMax, Workers workers) {}
}
