package dev.perigee.cli;

import dev.perigee.cli.show.PlatformLog;
import dev.perigee.platform.telemetry.Tracing;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// What a platform that is started here tells of its work, and to whom.
final class TelemetryOptions {
  @Option(
      names = "--trace-ratio",
      paramLabel = "R",
      defaultValue = "1",
      description =
          "Part of the traces beginning here that is recorded, 0..1; those that began elsewhere are"
              + " if they say so; default: ${DEFAULT-VALUE}.")
  private double traceRatio = 1;

  @Option(
      names = "--otlp-endpoint",
      paramLabel = "URL",
      description = "Collector that spans are sent to by OTLP/HTTP; default: nothing is sent.")
  private @Nullable URI otlpEndpoint;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "How the platform writes of itself to standard error: ${COMPLETION-CANDIDATES}; default:"
              + " ${DEFAULT-VALUE}.")
  private PlatformLog.Format logFormat = PlatformLog.Format.text;

  @Option(
      names = "--jfr",
      paramLabel = "FILE",
      description =
          "Record the JVM and the platform's own events by Java Flight Recorder until the end, into"
              + " this file; default: nothing is recorded.")
  private @Nullable Path recording;

  Optional<Path> recording() {
    return Optional.ofNullable(recording);
  }

  PlatformLog log(CommandSpec spec) {
    return new PlatformLog(logFormat, spec.commandLine().getErr());
  }

  /// @throws ParameterException if a value is out of its range
  Tracing tracing(CommandSpec spec) {
    if (!(traceRatio >= 0 && traceRatio <= 1)) {
      throw new ParameterException(
          spec.commandLine(), "--trace-ratio is " + traceRatio + ": it has to be 0..1");
    }
    if (otlpEndpoint != null && !isHttp(otlpEndpoint)) {
      throw new ParameterException(
          spec.commandLine(),
          "--otlp-endpoint is '" + otlpEndpoint + "': write http://HOST:PORT or https://HOST:PORT");
    }
    return new Tracing(traceRatio, Optional.ofNullable(otlpEndpoint));
  }

  private static boolean isHttp(URI uri) {
    return uri.getHost() != null
        && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
  }
}
