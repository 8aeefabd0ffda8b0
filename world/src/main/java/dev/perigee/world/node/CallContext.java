package dev.perigee.world.node;

import dev.perigee.model.function.FunctionArn;
import dev.perigee.model.function.FunctionId;
import java.util.Optional;

/// What the caller contributes to an invocation beside the event.
///
/// @param functionArn the function as the caller named it, with region and qualifier
/// @param clientContext a JSON object on one line; empty if the caller sent none
/// @param trace what the call belongs to
/// @param stream where the caller reads the answer while it comes
public record CallContext(
    String functionArn, String clientContext, TraceContext trace, Optional<AnswerStream> stream) {

  /// Of a caller that waits for the whole answer.
  public CallContext(String functionArn, String clientContext, TraceContext trace) {
    this(functionArn, clientContext, trace, Optional.empty());
  }

  /// In no trace.
  public CallContext(String functionArn, String clientContext) {
    this(functionArn, clientContext, TraceContext.NONE);
  }

  public CallContext with(TraceContext newTrace) {
    return new CallContext(functionArn, clientContext, newTrace, stream);
  }

  /// The same for a caller that reads meanwhile.
  public CallContext withStream(AnswerStream to) {
    return new CallContext(functionArn, clientContext, trace, Optional.of(to));
  }

  /// Of a caller that named the function and nothing more.
  public static CallContext of(FunctionId function) {
    String arn = FunctionArn.of(FunctionArn.REGION_DEFAULT, function.name());
    return new CallContext(function.isLatest() ? arn : arn + ":" + function.qualifier(), "");
  }
}
