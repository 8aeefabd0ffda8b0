package dev.perigee.model.decision;

/// Why something was not done. A refusal is an answer, not a fault.
public enum Refusal {
  /// The node is not the one that was read: its revision has moved on.
  STALE,
  /// Not enough free memory on the node.
  NO_CAPACITY,
  /// The node finishes its work and takes nothing new.
  DRAINING,
  /// The node can't be reached.
  UNREACHABLE,
  /// The plan's epoch is older than one the node follows already.
  OLD_EPOCH,
  /// No node at all can take it.
  NO_FEASIBLE_NODE,
  /// The function may not have more invocations at once.
  CONCURRENCY_LIMIT,
  /// The queue is full.
  QUEUE_FULL,
  /// The function was deleted or replaced meanwhile.
  GONE,
  /// The journal could not make it durable.
  NOT_DURABLE,
  /// What a function or tenant may use in its window is used up.
  CAP_EXHAUSTED,
  /// An operator has stopped the function.
  KILLED
}
