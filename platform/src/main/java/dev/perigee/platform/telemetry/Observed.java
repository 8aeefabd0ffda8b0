package dev.perigee.platform.telemetry;

import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Invoker;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult;
import java.util.UUID;

/// The one place that all invocations pass, whoever asked for them; here they are counted.
public record Observed(Invoker next, Metrics metrics) implements Invoker {

  @Override
  public InvocationResult invoke(
      UUID invocationId, FunctionId function, byte[] payload, CallContext context) {
    InvocationResult result = next.invoke(invocationId, function, payload, context);
    switch (result) {
      case InvocationResult.Answered answered -> metrics.answered(function, answered.entry());
      case InvocationResult.Refused _ -> metrics.refused(function);
    }
    return result;
  }
}
