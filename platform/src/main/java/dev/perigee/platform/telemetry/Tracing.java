package dev.perigee.platform.telemetry;

import java.net.URI;
import java.util.Optional;

/// How invocations are traced.
///
/// @param sampledFraction of the traces that begin here
/// @param endpoint of a collector that speaks OTLP/HTTP; empty: nothing is sent
public record Tracing(double sampledFraction, Optional<URI> endpoint) {
  public static final Tracing DEFAULT = new Tracing(1, Optional.empty());
}
