package dev.perigee.runtime.lambda;

import dev.perigee.runtime.worker.FunctionErrors;

/// What the runtime answered, complete at `atNs`.
///
/// @param errorType what kind of error, empty if there is none
record Reply(byte[] payload, String errorType, long atNs) {

  static Reply ok(byte[] payload) {
    return new Reply(payload, "", System.nanoTime());
  }

  static Reply error(byte[] payload, String errorType) {
    return new Reply(payload, errorType, System.nanoTime());
  }

  static Reply tooLarge() {
    return error(FunctionErrors.answerTooLarge(), "Function.ResponseSizeTooLarge");
  }

  static Reply truncated() {
    String type = "Runtime.TruncatedResponse";
    return error(
        FunctionErrors.body(type, "The runtime's connection ended inside its answer."), type);
  }

  boolean ok() {
    return errorType.isEmpty();
  }
}
