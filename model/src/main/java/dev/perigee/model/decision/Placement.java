package dev.perigee.model.decision;

import dev.perigee.model.ModelException;
import dev.perigee.model.function.FunctionId;

/// Leave to run up to `workerCount` more workers of one function version on one node. The node
/// starts them when they are needed, keeps them as long as `keepAliveNs` after their last
/// invocation, and then gives the leave back; it may use the leave while it is out of contact.
///
/// @param memoryMb reserved per worker
/// @param cpuMilli reserved per worker
/// @param keepAliveNs idle time after which a worker is reclaimed, 0: right after each answer
/// @param freezeAfterNs idle time after which a worker is frozen
public record Placement(
    FunctionId function,
    int version,
    String node,
    int workerCount,
    int memoryMb,
    int cpuMilli,
    long keepAliveNs,
    long freezeAfterNs) {

  public Placement {
    ModelException.require(workerCount >= 1, "workerCount >= 1", workerCount);
    ModelException.require(memoryMb >= 1, "memoryMb >= 1", memoryMb);
    ModelException.require(cpuMilli >= 0, "cpuMilli >= 0", cpuMilli);
    ModelException.require(keepAliveNs >= 0, "keepAliveNs >= 0", keepAliveNs);
    ModelException.require(freezeAfterNs >= 0, "freezeAfterNs >= 0", freezeAfterNs);
  }
}
