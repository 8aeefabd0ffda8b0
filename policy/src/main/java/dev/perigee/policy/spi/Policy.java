package dev.perigee.policy.spi;

/// Anything that decides. The same class decides in the live and in the simulated world.
public interface Policy {

  /// The name it is chosen by, such as `least-loaded`: lower case, words joined by hyphens, unique
  /// per kind.
  String name();
}
