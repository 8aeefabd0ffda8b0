package dev.perigee.world.node;

import dev.perigee.model.function.FunctionId;
import java.util.UUID;

/// An invocation on its way to a node.
///
/// @param payload the event, JSON
/// @param context what the handler learns of the caller
/// @param waitedNs time that it has waited before it was sent
/// @param placedNs part of `waitedNs` in which a place was sought
public record InvocationRequest(
    UUID invocationId,
    FunctionId function,
    int version,
    byte[] payload,
    CallContext context,
    long waitedNs,
    long placedNs) {

  /// The same for a caller that reads the answer while it comes.
  public InvocationRequest withStream(AnswerStream stream) {
    return new InvocationRequest(
        invocationId, function, version, payload, context.withStream(stream), waitedNs, placedNs);
  }
}
