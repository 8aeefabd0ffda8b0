package dev.perigee.runtime.node;

import dev.perigee.engine.node.PooledWorker;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.world.node.InvocationRequest;
import java.util.Optional;

/// An invocation that has ended, as the accounting needs it.
///
/// @param running empty when it never reached its function
/// @param waitedNs from when the control plane had it until the worker had it
/// @param coldStart the start that the invocation waited for
public record Ended(
    Optional<Running> running,
    PooledWorker worker,
    InvocationRequest request,
    Answer answer,
    long startedUtcNs,
    long waitedNs,
    Optional<ColdStart> coldStart) {

  /// CPU time of the handler, and of the start if the invocation was the first.
  long cpuNs() {
    return answer.cpuNs() + coldStart.map(ColdStart::cpuNs).orElse(0L);
  }
}
