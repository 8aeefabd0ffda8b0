package dev.perigee.platform.control;

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
}
