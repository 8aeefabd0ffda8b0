package dev.perigee.runtime.lambda.extension;

/// Where an extension is in its life. What may follow stands in [ExtensionLifecycle].
enum ExtensionState {
  /// Its program was started; it has not said anything yet.
  LAUNCHED,
  REGISTERED,
  /// It waits for an event, so it has done with the one before.
  READY,
  /// It has an event.
  RUNNING,
  /// It said that it can't go on, or ended.
  FAILED
}
