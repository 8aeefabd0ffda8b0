package dev.perigee.platform.gateway;

import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.world.DispatchTable.Row;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One caller that waits for an answer.
final class Call {
  final UUID invocationId;
  final FunctionId function;
  final byte[] payload;
  final CallContext context;
  final long arrivedNs;
  final CompletableFuture<InvocationResult> answer = new CompletableFuture<>();

  /// How often a node could not take it.
  int bounceCount;

  /// The row that it was sent by last.
  @Nullable Row sentBy;

  Call(
      UUID invocationId, FunctionId function, byte[] payload, CallContext context, long arrivedNs) {
    this.invocationId = invocationId;
    this.function = function;
    this.payload = payload;
    this.context = context;
    this.arrivedNs = arrivedNs;
  }

  void refuse(Refusal refusal, String reason) {
    answer.complete(new InvocationResult.Refused(refusal, reason));
  }
}
