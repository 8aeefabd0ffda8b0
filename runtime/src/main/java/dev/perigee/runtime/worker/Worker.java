package dev.perigee.runtime.worker;

import java.time.Duration;

/// A sandbox with a loaded function. `invoke` may be called from up to `workerConcurrency` threads
/// at once (virtual threads included), the other methods from any thread.
public interface Worker {

  /// Sends one invocation and blocks until there is an answer, a crash, or the deadline. Faults of
  /// the function are answers, in the form that AWS Lambda gives them. After an answer that is not
  /// `reusable` the worker is dead.
  Answer invoke(Invocation invocation);

  /// How long the sandbox and the loading of the code took.
  StartPhases startPhases();

  /// CPU time that everything in the sandbox has used so far.
  long cpuNs();

  /// Memory that the sandbox holds for itself now.
  long memoryBytes();

  /// Stops the sandbox's threads until `thaw`: no CPU, memory stays.
  void freeze();

  void thaw();

  /// SIGTERM, then SIGKILL of everything in the sandbox after the grace time. Idempotent; blocks
  /// until it is gone.
  void stop(Duration grace);

  /// Whether the sandbox can still take invocations.
  boolean isAlive();
}
