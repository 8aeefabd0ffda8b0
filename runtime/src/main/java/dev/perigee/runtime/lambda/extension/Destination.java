package dev.perigee.runtime.lambda.extension;

/// Where in the sandbox telemetry goes.
sealed interface Destination {
  int port();

  /// An array per request.
  record Http(int port, String path, String method) implements Destination {}

  /// A line per record.
  record Tcp(int port) implements Destination {}
}
