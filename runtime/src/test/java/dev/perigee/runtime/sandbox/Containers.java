package dev.perigee.runtime.sandbox;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.testing.Needs;

/// Which isolations this machine has.
public final class Containers {
  private Containers() {}

  /// Skips the test where the machine lacks it; the name of the need is that of the isolation.
  public static void need(SandboxHost host, Isolation isolation) {
    try {
      host.require(isolation, "acme");
    } catch (WorkerStartException e) {
      Needs.that(isolation.text(), false, String.valueOf(e.getMessage()));
    }
  }
}
