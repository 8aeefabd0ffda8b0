package dev.perigee.platform.telemetry;

import dev.perigee.platform.control.Invoker;
import dev.perigee.platform.control.Span.Kind;
import dev.perigee.world.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/// What counts and traces a platform's invocations.
public final class Telemeter implements AutoCloseable {
  final Metrics metrics = new Metrics();
  final Traces traces;
  private final Clock clock;
  private final Optional<OtlpExporter> exporter;

  /// @param release told to the collector
  /// @param report gets a line when the collector can't be reached
  public Telemeter(Tracing tracing, Clock clock, String release, Consumer<String> report) {
    this.clock = clock;
    this.exporter = tracing.endpoint().map(endpoint -> new OtlpExporter(endpoint, release, report));
    this.traces =
        new Traces(
            tracing.sampledFraction(), exporter.<Consumer<CallTrace>>map(e -> e).orElse(_ -> {}));
  }

  /// @param kind SERVER where somebody waits for the answer
  public Invoker around(Invoker next, Kind kind) {
    return new Observed(next, metrics, traces, clock, kind);
  }

  long exported() {
    return exporter.map(OtlpExporter::exported).orElse(0L);
  }

  long dropped() {
    return exporter.map(OtlpExporter::dropped).orElse(0L);
  }

  @Override
  public void close() {
    exporter.ifPresent(OtlpExporter::close);
  }
}
