package dev.perigee.platform.http;

/// The front door can't be opened; the message is one line: what, why, how to fix.
public final class HttpFrontException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HttpFrontException(String message) {
    super(message);
  }

  HttpFrontException(String message, Throwable cause) {
    super(message, cause);
  }
}
