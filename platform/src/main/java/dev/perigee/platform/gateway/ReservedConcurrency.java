package dev.perigee.platform.gateway;

import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Invoker;
import dev.perigee.world.DispatchTable.Row;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Refuses what goes beyond a function's reserved concurrency, over all its versions. Calls of
/// functions without one pass uncounted.
public final class ReservedConcurrency implements Invoker {
  private final Gateway gateway;
  private final Gateway.Listener listener;
  private final Function<FunctionId, OptionalInt> limits;
  private final Map<FunctionName, AtomicInteger> running = new ConcurrentHashMap<>();

  public ReservedConcurrency(
      Gateway gateway, Gateway.Listener listener, Function<FunctionId, OptionalInt> limits) {
    this.gateway = gateway;
    this.listener = listener;
    this.limits = limits;
  }

  @Override
  public InvocationResult invoke(
      UUID invocationId, FunctionId function, byte[] payload, CallContext context) {
    OptionalInt limit = limits.apply(function);
    return limit.isEmpty()
        ? gateway.invoke(invocationId, function, payload, context)
        : limited(invocationId, function, payload, context, limit.getAsInt());
  }

  private InvocationResult limited(
      UUID invocationId, FunctionId function, byte[] payload, CallContext context, int limit) {
    AtomicInteger mine =
        running.computeIfAbsent(FunctionName.of(function), _ -> new AtomicInteger());
    try {
      if (mine.incrementAndGet() <= limit) {
        return gateway.invoke(invocationId, function, payload, context);
      }
    } finally {
      mine.decrementAndGet();
    }
    gateway
        .table()
        .find(function)
        .map(Row::function)
        .ifPresent(spec -> listener.throttled(invocationId, spec, payload.length));
    return new InvocationResult.Refused(
        Refusal.CONCURRENCY_LIMIT, limit + " calls of " + function + " run already");
  }
}
