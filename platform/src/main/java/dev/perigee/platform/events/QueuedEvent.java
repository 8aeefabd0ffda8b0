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
/// @param hops how many results of other events led to it
/// @param rootId the first of these; records of old have none, and those that nothing led to
record QueuedEvent(
    UUID id,
    FunctionName function,
    String qualifier,
    @Nullable String functionArn,
    byte[] payload,
    long takenUtcNs,
    int hops,
    @Nullable UUID rootId) {

  static QueuedEvent of(Delivery delivery, long takenUtcNs) {
    Addressee to = delivery.to();
    Lineage lineage = delivery.lineage();
    return new QueuedEvent(
        delivery.id(),
        to.function(),
        to.qualifier(),
        to.functionArn(),
        delivery.payload(),
        takenUtcNs,
        lineage.hops(),
        lineage.root().equals(delivery.id()) ? null : lineage.root());
  }

  /// The same, taken anew.
  QueuedEvent again(long utcNs) {
    return new QueuedEvent(id, function, qualifier, functionArn, payload, utcNs, 0, rootId);
  }

  Lineage lineage() {
    return new Lineage(rootId == null ? id : rootId, hops);
  }

  String arn() {
    return functionArn == null
        ? FunctionArn.of(FunctionArn.REGION_DEFAULT, function.name(), qualifier)
        : functionArn;
  }

  CallContext context() {
    return new CallContext(arn(), "");
  }
}
