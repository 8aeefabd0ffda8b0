package dev.perigee.engine.node;

/// What can happen to a worker.
public enum WorkerEvent {
  /// Its code is loaded.
  STARTED,
  /// It could not be made.
  START_FAILED,
  /// It got an invocation; a frozen one is thawed by it.
  ASSIGNED,
  /// Its last running invocation ended.
  DRAINED,
  /// It was idle for long enough to be frozen.
  IDLE_SHORT,
  /// It was idle for long enough to be ended, or its memory is needed, or its version is withdrawn.
  RECLAIMED,
  /// It crashed, hung or ran out of memory, with an invocation or while it was idle.
  BROKE
}
