package dev.perigee.world.node;

import dev.perigee.model.function.FunctionArn;
import dev.perigee.model.function.FunctionId;

/// What the caller contributes to the context that a handler sees.
///
/// @param functionArn the function as the caller named it, with region and qualifier
/// @param clientContext a JSON object on one line; empty if the caller sent none
/// @param trace what the call belongs to
public record CallContext(String functionArn, String clientContext, TraceContext trace) {

  /// In no trace.
  public CallContext(String functionArn, String clientContext) {
    this(functionArn, clientContext, TraceContext.NONE);
  }

  public CallContext with(TraceContext newTrace) {
    return new CallContext(functionArn, clientContext, newTrace);
  }

  /// Of a caller that named the function and nothing more.
  public static CallContext of(FunctionId function) {
    String arn = FunctionArn.of(FunctionArn.REGION_DEFAULT, function.name());
    return new CallContext(function.isLatest() ? arn : arn + ":" + function.qualifier(), "");
  }
}
