package dev.perigee.cli;

import dev.perigee.cli.show.Console;
import java.nio.file.Path;
import java.util.Map;

/// What verbs need from outside.
///
/// @param environment variables of the process
record Context(
    Console console, Map<String, String> environment, PlatformStarter starter, Lifetime lifetime) {

  static Context ofProcess() {
    Console console = Console.ofProcess();
    return new Context(
        console,
        System.getenv(),
        options -> new Assembly().start(options),
        new ProcessLifetime(console));
  }

  /// Folder of the checkout that the launcher lies in.
  Path home() {
    return Path.of(environment.getOrDefault("PERIGEE_HOME", "."));
  }
}
