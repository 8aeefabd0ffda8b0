package dev.perigee.policy;

/// A policy that can't be found or registered.
public final class PolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PolicyException(String message) {
    super(message);
  }
}
