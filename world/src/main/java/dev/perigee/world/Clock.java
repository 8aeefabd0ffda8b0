package dev.perigee.world;

/// Where the time comes from. Kernel code is given times and never asks a clock; worlds ask this
/// one.
public interface Clock {

  /// Unix time without leap seconds; may jump.
  long utcNs();

  /// For durations; never goes back.
  long monoNs();
}
