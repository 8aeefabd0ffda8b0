package dev.perigee.runtime.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// What runs a function, from outside: its life and its meters. All methods may be called from any
/// thread.
public interface SandboxProcess {

  /// Completes with the exit code, or minus the signal that ended it.
  CompletableFuture<Integer> exit();

  /// The exit code once the process is gone; ends it if it does not go.
  int exitStatus();

  /// Waits a short while until what the function wrote before its end was told.
  void awaitLogs();

  boolean isAlive();

  /// Ends everything in it at once; does not wait.
  void kill();

  /// SIGTERM, then SIGKILL after the grace time; waits until it is gone.
  void stop(Duration grace);

  void freeze();

  void thaw();

  /// CPU time of everything in it so far.
  long cpuNs();

  long memoryBytes();

  /// What it has sent to others since this was asked last.
  default long takeEgressBytes() {
    return 0;
  }

  /// Thousandths of a core, 0 for no limit.
  void limitCpu(int cpuMilli) throws IOException;
}
