package dev.perigee.runtime.worker;

import dev.perigee.world.node.AnswerStream;
import dev.perigee.world.node.TraceContext;
import java.util.Optional;
import java.util.UUID;

/// One call of a function.
///
/// @param payload the event as it came, JSON
/// @param deadlineUtcNs when the timeout ends, as the function sees it
/// @param timeoutNs what is left until then, on the monotonic clock
/// @param functionArn name that the function sees in its context
/// @param clientContext what the caller adds to the context: a JSON object on one line, or empty
/// @param trace what the handler's own spans belong to
/// @param stream where parts of the answer go that come before its end
public record Invocation(
    UUID id,
    byte[] payload,
    long deadlineUtcNs,
    long timeoutNs,
    String functionArn,
    String clientContext,
    TraceContext trace,
    Optional<AnswerStream> stream) {

  /// Of a caller that waits for the whole answer.
  public Invocation(
      UUID id,
      byte[] payload,
      long deadlineUtcNs,
      long timeoutNs,
      String functionArn,
      String clientContext,
      TraceContext trace) {
    this(
        id, payload, deadlineUtcNs, timeoutNs, functionArn, clientContext, trace, Optional.empty());
  }

  /// The caller reads nothing more: whoever waits for it goes on.
  public void closeStream() {
    stream.ifPresent(AnswerStream::close);
  }
}
