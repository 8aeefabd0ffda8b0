package dev.perigee.runtime.sandbox;

/// The machine or the platform failed at making or keeping a sandbox.
public final class SandboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SandboxException(String message) {
    super(message);
  }

  public SandboxException(String message, Throwable cause) {
    super(message, cause);
  }
}
