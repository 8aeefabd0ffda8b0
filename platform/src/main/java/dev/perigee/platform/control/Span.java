package dev.perigee.platform.control;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// One piece of work in a trace.
///
/// @param parentId empty if nothing led to it
/// @param attributes texts, numbers and truth values by the names of OpenTelemetry
public record Span(
    String traceId,
    String spanId,
    String parentId,
    String name,
    Kind kind,
    long startUtcNs,
    long endUtcNs,
    boolean failed,
    SortedMap<String, Object> attributes) {

  /// What a span is to its parent.
  public enum Kind {
    INTERNAL,
    SERVER,
    CONSUMER
  }

  public Span {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }
}
