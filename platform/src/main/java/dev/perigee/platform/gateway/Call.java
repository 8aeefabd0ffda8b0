package dev.perigee.platform.gateway;

import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.world.node.InvocationResult;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// One caller that waits for an answer.
final class Call {
  final UUID invocationId;
  final FunctionId function;
  final byte[] payload;
  final long arrivedNs;
  final CompletableFuture<InvocationResult> answer = new CompletableFuture<>();

  /// Nodes that could not take it; after too many it is refused.
  int refusalCount;

  /// Revision of the table that it was sent by last.
  long sentRevision;

  Call(UUID invocationId, FunctionId function, byte[] payload, long arrivedNs) {
    this.invocationId = invocationId;
    this.function = function;
    this.payload = payload;
    this.arrivedNs = arrivedNs;
  }

  void refuse(Refusal refusal, String reason) {
    answer.complete(new InvocationResult.Refused(refusal, reason));
  }
}
