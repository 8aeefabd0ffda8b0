package dev.perigee.cli;

/// Puts a platform together and starts it.
@FunctionalInterface
interface PlatformStarter {

  /// Returns when the port is open; all that the data folder holds may be served a little later.
  ///
  /// @throws RuntimeException whose message is one line: what, why, how to fix
  Running start(UpOptions options);
}
