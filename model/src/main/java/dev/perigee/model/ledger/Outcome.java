package dev.perigee.model.ledger;

/// How an invocation ended.
public enum Outcome {
  OK,
  ERROR,
  TIMEOUT,
  THROTTLED;

  /// The name in the ledger's JSON and CSV.
  public String text() {
    return switch (this) {
      case OK -> "ok";
      case ERROR -> "error";
      case TIMEOUT -> "timeout";
      case THROTTLED -> "throttled";
    };
  }
}
