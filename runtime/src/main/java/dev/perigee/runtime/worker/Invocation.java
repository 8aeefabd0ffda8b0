package dev.perigee.runtime.worker;

import dev.perigee.world.node.TraceContext;
import java.util.UUID;

/// One call of a function.
///
/// @param payload the event as it came, JSON
/// @param deadlineUtcNs when the timeout ends, as the function sees it
/// @param timeoutNs what is left until then, on the monotonic clock
/// @param functionArn name that the function sees in its context
/// @param clientContext what the caller adds to the context: a JSON object on one line, or empty
/// @param trace what the handler's own spans belong to
public record Invocation(
    UUID id,
    byte[] payload,
    long deadlineUtcNs,
    long timeoutNs,
    String functionArn,
    String clientContext,
    TraceContext trace) {}
