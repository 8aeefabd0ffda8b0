package dev.perigee.platform.access;

/// Says whose a request is. Thread-safe.
@FunctionalInterface
public interface Gate {
  /// Lets everybody in, as whatever tenant they name.
  Gate OPEN = _ -> Caller.ANYBODY;

  /// @throws AccessException if it must not come in
  Caller admit(AccessRequest request);
}
