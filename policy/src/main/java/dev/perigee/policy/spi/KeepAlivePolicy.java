package dev.perigee.policy.spi;

import dev.perigee.model.continuum.Snapshot;
import dev.perigee.model.function.FunctionSpec;

/// Decides how long an idle worker of a function stays.
public interface KeepAlivePolicy extends Policy {

  KeepAlive decide(FunctionSpec function, Snapshot snapshot, int nodeIndex);

  /// @param keepAliveNs idle time after which a worker is reclaimed, 0: right after each answer
  /// @param freezeAfterNs idle time after which it is frozen
  record KeepAlive(long keepAliveNs, long freezeAfterNs, String reason) {}
}
