package dev.perigee.platform.events;

import dev.perigee.world.node.TraceContext;
import java.util.UUID;

/// Where an event comes from.
///
/// @param root the first of the events or calls that led to it; its own id if none did
/// @param hops how many led to it, one after the other
/// @param trace the `traceparent` that the first came with; empty if it came with none
public record Lineage(UUID root, int hops, String trace) {

  /// Of what nothing led to.
  public static Lineage of(UUID id) {
    return of(id, TraceContext.NONE);
  }

  /// Of what nothing led to but a caller.
  public static Lineage of(UUID id, TraceContext trace) {
    return new Lineage(id, 0, trace.isTrace() && trace.spanId() != 0 ? trace.parent() : "");
  }

  /// What an attempt belongs to: everything that one thing led to is in one trace.
  TraceContext context() {
    return TraceContext.ofParent(trace, "").orElseGet(() -> TraceContext.root(root));
  }

  /// Of what this leads to.
  public Lineage next() {
    return new Lineage(root, hops + 1, trace);
  }
}
