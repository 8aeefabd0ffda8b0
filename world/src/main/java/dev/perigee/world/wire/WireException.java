package dev.perigee.world.wire;

/// Bytes that are no message of this release.
public final class WireException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WireException(String message) {
    super(message);
  }
}
