package dev.perigee.platform.record;

/// A journal record that can't be understood.
public final class RecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
