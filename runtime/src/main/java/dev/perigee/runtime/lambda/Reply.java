package dev.perigee.runtime.lambda;

import dev.perigee.runtime.worker.FunctionErrors;

/// What the runtime answered, complete at `atNs`.
///
/// @param errorType what kind of error, empty if there is none
record Reply(byte[] payload, String errorType, long atNs) {
  private static final String TOO_LARGE = "Function.ResponseSizeTooLarge";
  private static final String TRUNCATED = "Runtime.TruncatedResponse";

  static Reply ok(byte[] payload) {
    return new Reply(payload, "", System.nanoTime());
  }

  static Reply error(byte[] payload, String errorType) {
    return new Reply(payload, errorType, System.nanoTime());
  }

  static Reply tooLarge(int bytesMax) {
    return error(FunctionErrors.answerTooLarge(bytesMax), TOO_LARGE);
  }

  static Reply truncated() {
    return error(
        FunctionErrors.body(TRUNCATED, "The runtime's connection ended inside its answer."),
        TRUNCATED);
  }

  /// Whether the runtime was told that its answer is not taken.
  boolean wasRefused() {
    return errorType.equals(TOO_LARGE) || errorType.equals(TRUNCATED);
  }

  boolean ok() {
    return errorType.isEmpty();
  }
}
