package dev.perigee.cli;

/// A verb that can't do what it was asked for: exit code 1 and one line.
final class VerbException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message what, why, how to fix
  VerbException(String message) {
    super(message);
  }

  VerbException(String message, Throwable cause) {
    super(message, cause);
  }
}
