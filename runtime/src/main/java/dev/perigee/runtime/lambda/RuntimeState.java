package dev.perigee.runtime.lambda;

/// Where a runtime is with one of the invocations that it can take at once. What may follow stands
/// in [RuntimeLifecycle].
enum RuntimeState {
  /// It has not asked for anything yet.
  STARTED,
  /// It waits for an invocation.
  READY,
  /// It has one.
  RUNNING,
  /// It has answered, or the one who asked is gone.
  RESPONSE_SENT,
  /// It said that it can't start.
  INIT_ERROR
}
