package dev.perigee.runtime.node;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.WorkerStartException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Answers for invocations that never reached their function.
final class Failures {
  private static final String REQUEST_ID_MARK = "00000000-0000-0000-0000-000000000000";

  private Failures() {}

  /// The name of a function as AWS clients know it.
  static String arn(FunctionSpec function) {
    return "arn:aws:lambda:us-east-1:000000000000:function:" + function.name();
  }

  static Answer workerGone(UUID invocationId) {
    String body =
        "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
            + invocationId
            + " Error: Runtime exited without providing a reason\"}";
    return new Answer(Outcome.ERROR, body.getBytes(StandardCharsets.UTF_8), 0, 0, false);
  }

  /// The function's own error as its runtime worded it, with this invocation's id in place of the
  /// start's.
  static Answer startFailed(UUID invocationId, WorkerStartException problem) {
    String body =
        problem.fault() == WorkerStartException.Fault.FUNCTION
            ? new String(problem.body(), StandardCharsets.UTF_8)
                .replace(REQUEST_ID_MARK, invocationId.toString())
            : "{\"errorType\":\"Runtime.StartError\",\"errorMessage\":\"RequestId: "
                + invocationId
                + " Error: "
                + escape(String.valueOf(problem.getMessage()))
                + "\"}";
    return new Answer(Outcome.ERROR, body.getBytes(StandardCharsets.UTF_8), 0, 0, false);
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> escaped.append('\\').append(c);
        case '\n' -> escaped.append("\\n");
        default -> escaped.append(c < ' ' ? ' ' : c);
      }
    }
    return escaped.toString();
  }
}
