package dev.perigee.runtime.node;

import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.runtime.worker.WorkerStartException.Fault;
import java.util.UUID;

/// Answers for invocations that never reached their function.
final class Failures {
  private Failures() {}

  static Answer workerGone(UUID invocationId) {
    return new Answer(Outcome.ERROR, FunctionErrors.exited(invocationId, 0), 0, 0, false);
  }

  /// The function's own error as its runtime worded it, or what the machine or the platform lacks.
  static Answer startFailed(UUID invocationId, WorkerStartException problem) {
    byte[] body =
        problem.fault() == Fault.FUNCTION
            ? problem.bodyFor(invocationId)
            : FunctionErrors.body(
                "Runtime.StartError",
                "RequestId: " + invocationId + " Error: " + problem.getMessage());
    return new Answer(Outcome.ERROR, body, 0, 0, false);
  }
}
