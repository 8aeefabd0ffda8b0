package dev.perigee.platform.telemetry;

import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Invoker;
import dev.perigee.platform.control.Span.Kind;
import dev.perigee.world.Clock;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.TraceContext;
import java.util.UUID;

/// The one place that all invocations pass, whoever asked for them; here they are counted and
/// traced.
///
/// @param kind of the spans: SERVER where somebody waits for the answer
record Observed(Invoker next, Metrics metrics, Traces traces, Clock clock, Kind kind)
    implements Invoker {

  @Override
  public InvocationResult invoke(
      UUID invocationId, FunctionId function, byte[] payload, CallContext context) {
    InvocationEvent event = new InvocationEvent();
    event.begin();
    InvocationResult result = traced(invocationId, function, payload, context);
    event.tell(invocationId, function, result);
    return counted(function, result);
  }

  private InvocationResult traced(
      UUID invocationId, FunctionId function, byte[] payload, CallContext context) {
    TraceContext known = context.trace();
    TraceContext trace = known.isTrace() ? known : TraceContext.root(invocationId);
    if (!traces.isSampled(trace)) {
      return next.invoke(invocationId, function, payload, context);
    }
    long startUtcNs = clock.utcNs();
    long startNs = clock.monoNs();
    long spanId = CallTrace.spanIdOf(invocationId, startUtcNs);
    CallContext inside = context.with(trace.in(CallTrace.handlerId(spanId), true));
    InvocationResult result = next.invoke(invocationId, function, payload, inside);
    long endUtcNs = startUtcNs + clock.monoNs() - startNs;
    var ended = new Ended(trace, spanId, startUtcNs, endUtcNs);
    traces.add(trace(invocationId, function, ended, result));
    return result;
  }

  private record Ended(TraceContext trace, long spanId, long startUtcNs, long endUtcNs) {}

  private CallTrace trace(UUID id, FunctionId function, Ended ended, InvocationResult result) {
    return new CallTrace(
        ended.trace(),
        ended.spanId(),
        id,
        function,
        kind,
        ended.startUtcNs(),
        ended.endUtcNs(),
        result instanceof InvocationResult.Answered answered ? answered.entry() : null,
        result instanceof InvocationResult.Refused refused ? refused.refusal().name() : "");
  }

  private InvocationResult counted(FunctionId function, InvocationResult result) {
    switch (result) {
      case InvocationResult.Answered answered -> {
        metrics.answered(function, answered.entry());
        if (answered.entry().coldStart()) {
          ColdStartEvent.tell(answered.entry());
        }
      }
      case InvocationResult.Refused _ -> metrics.refused(function);
    }
    return result;
  }
}
