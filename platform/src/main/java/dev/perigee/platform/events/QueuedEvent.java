package dev.perigee.platform.events;

import dev.perigee.model.function.FunctionArn;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.world.node.CallContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An invocation that nobody waits for.
///
/// @param qualifier what was asked for; an alias is looked up at each attempt
/// @param functionArn the function as it was asked for; records of old have none
/// @param takenUtcNs when it was made durable
record QueuedEvent(
    UUID id,
    FunctionName function,
    String qualifier,
    @Nullable String functionArn,
    byte[] payload,
    long takenUtcNs) {

  static QueuedEvent of(UUID id, Addressee addressee, byte[] payload, long takenUtcNs) {
    return new QueuedEvent(
        id,
        addressee.function(),
        addressee.qualifier(),
        addressee.functionArn(),
        payload,
        takenUtcNs);
  }

  CallContext context() {
    String arn =
        functionArn == null
            ? FunctionArn.of(FunctionArn.REGION_DEFAULT, function.name(), qualifier)
            : functionArn;
    return new CallContext(arn, "");
  }
}
