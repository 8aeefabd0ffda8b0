package dev.perigee.platform.control;

import java.util.List;
import java.util.Optional;

/// What the platform knows of its own work. Thread-safe.
public interface Telemetry {

  /// How metrics are written.
  enum Format {
    /// Prometheus text 0.0.4.
    PROMETHEUS,
    /// OpenMetrics 1.0.0.
    OPEN_METRICS
  }

  /// All metrics.
  ///
  /// @param tenant whose functions; empty: all of them, the nodes and the process too
  String metrics(Format format, Optional<String> tenant);

  /// The newest recorded traces, each by the span that stands for its invocation; newest first.
  ///
  /// @param function empty: all of the tenant's
  List<Span> traces(String tenant, Optional<String> function, int countMax);

  /// All spans of a trace that are still kept, in the order of their start; none if it is not known
  /// or not the tenant's.
  ///
  /// @param id of the trace, or of an invocation
  List<Span> trace(String tenant, String id);
}
