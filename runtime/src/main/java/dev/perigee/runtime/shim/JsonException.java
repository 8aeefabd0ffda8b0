package dev.perigee.runtime.shim;

/// An event that doesn't fit the handler, or an answer that JSON has no form for.
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JsonException(String message) {
    super(message);
  }
}
