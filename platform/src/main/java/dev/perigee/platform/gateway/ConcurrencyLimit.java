package dev.perigee.platform.gateway;

import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
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

/// Refuses what goes beyond the number of calls that may run at once, of a function over all its
/// versions, or of a tenant. Calls without such a limit pass uncounted.
public final class ConcurrencyLimit implements Invoker {
  private final Invoker next;
  private final Gateway gateway;
  private final Gateway.Listener listener;
  private final Rule rule;
  private final Map<Object, AtomicInteger> running = new ConcurrentHashMap<>();

  /// @param limits of a function, if there is one
  /// @param subject what calls are counted by: calls of the same one are counted together
  public record Rule(
      Function<FunctionId, OptionalInt> limits, Function<FunctionId, Object> subject) {}

  /// @param next runs what is not refused
  public ConcurrencyLimit(Invoker next, Gateway gateway, Gateway.Listener listener, Rule rule) {
    this.next = next;
    this.gateway = gateway;
    this.listener = listener;
    this.rule = rule;
  }

  @Override
  public InvocationResult invoke(
      UUID invocationId, FunctionId function, byte[] payload, CallContext context) {
    OptionalInt limit = rule.limits().apply(function);
    return limit.isEmpty()
        ? next.invoke(invocationId, function, payload, context)
        : limited(invocationId, function, payload, context, limit.getAsInt());
  }

  private InvocationResult limited(
      UUID invocationId, FunctionId function, byte[] payload, CallContext context, int limit) {
    Object subject = rule.subject().apply(function);
    AtomicInteger mine = running.computeIfAbsent(subject, _ -> new AtomicInteger());
    try {
      if (mine.incrementAndGet() <= limit) {
        return next.invoke(invocationId, function, payload, context);
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
        Refusal.CONCURRENCY_LIMIT, limit + " calls of " + subject + " run already");
  }
}
