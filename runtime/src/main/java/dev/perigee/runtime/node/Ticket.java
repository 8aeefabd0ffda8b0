package dev.perigee.runtime.node;

import dev.perigee.world.node.InvocationRequest;
import dev.perigee.world.node.InvocationResult;
import java.util.function.Consumer;

/// An invocation on this node. Two tickets are equal only if they are the same.
final class Ticket {
  private final InvocationRequest request;
  private final Consumer<InvocationResult> done;
  private final long arrivedNs;

  /// @param arrivedNs when it came here, monotonic
  Ticket(InvocationRequest request, Consumer<InvocationResult> done, long arrivedNs) {
    this.request = request;
    this.done = done;
    this.arrivedNs = arrivedNs;
  }

  InvocationRequest request() {
    return request;
  }

  Consumer<InvocationResult> done() {
    return done;
  }

  long arrivedNs() {
    return arrivedNs;
  }
}
