package dev.perigee.engine.node;

/// Where a worker is in its life. What may follow what stands in [WorkerLifecycle].
public enum WorkerState {
  /// The sandbox is being made and the code loaded.
  STARTING,
  /// Ready and idle.
  WARM,
  /// At least one invocation runs.
  BUSY,
  /// Idle and stopped: memory stays, no CPU.
  FROZEN,
  /// Being ended; takes nothing new.
  STOPPING,
  /// Broken: start failed, crashed, hung or ran out of memory.
  FAILED
}
