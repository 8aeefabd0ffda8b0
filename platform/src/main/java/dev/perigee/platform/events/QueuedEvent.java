package dev.perigee.platform.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.model.function.FunctionArn;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.world.node.CallContext;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An invocation that nobody waits for.
///
/// @param qualifier what was asked for; an alias is looked up at each attempt
/// @param functionArn the function as it was asked for; records of old have none
/// @param takenUtcNs when it was made durable
/// @param hops how many results of other events led to it
/// @param rootId the first of these; records of old have none, and those that nothing led to
/// @param retryCountMax attempts after the first, if not as the function has it
/// @param ageMaxS when it is given up, if not as the function has it
/// @param trace the `traceparent` that the first came with; null if it came with none
record QueuedEvent(
    UUID id,
    FunctionName function,
    String qualifier,
    @Nullable String functionArn,
    byte[] payload,
    long takenUtcNs,
    int hops,
    @Nullable UUID rootId,
    @Nullable Integer retryCountMax,
    @Nullable Integer ageMaxS,
    @Nullable String trace) {

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
        lineage.root().equals(delivery.id()) ? null : lineage.root(),
        boxed(delivery.patience().retries()),
        boxed(delivery.patience().ageMaxS()),
        lineage.trace().isEmpty() ? null : lineage.trace());
  }

  private static @Nullable Integer boxed(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }

  /// The same, taken anew.
  QueuedEvent again(long utcNs) {
    return with(payload, utcNs, 0);
  }

  /// The same without what it was sent with.
  QueuedEvent emptied() {
    return with("null".getBytes(UTF_8), takenUtcNs, hops);
  }

  private QueuedEvent with(byte[] newPayload, long utcNs, int newHops) {
    return new QueuedEvent(
        id,
        function,
        qualifier,
        functionArn,
        newPayload,
        utcNs,
        newHops,
        rootId,
        retryCountMax,
        ageMaxS,
        trace);
  }

  /// How often it is tried.
  ///
  /// @param ofFunction what holds for the function's events
  Retries retries(Retries ofFunction) {
    return new Retries(
        retryCountMax == null ? ofFunction.retryCountMax() : retryCountMax,
        ageMaxS == null ? ofFunction.ageMaxS() : ageMaxS,
        ofFunction.onSuccess(),
        ofFunction.onFailure());
  }

  Lineage lineage() {
    return new Lineage(rootId == null ? id : rootId, hops, trace == null ? "" : trace);
  }

  String arn() {
    return functionArn == null
        ? FunctionArn.of(FunctionArn.REGION_DEFAULT, function.name(), qualifier)
        : functionArn;
  }

  CallContext context() {
    return new CallContext(arn(), "", lineage().context());
  }
}
