package dev.perigee.platform.events;

import dev.perigee.platform.control.FunctionName;
import java.util.UUID;

/// An invocation that nobody waits for.
///
/// @param qualifier what was asked for; an alias is looked up at each attempt
/// @param takenUtcNs when it was made durable
record QueuedEvent(
    UUID id, FunctionName function, String qualifier, byte[] payload, long takenUtcNs) {}
