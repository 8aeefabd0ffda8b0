package dev.perigee.platform.control;

import dev.perigee.model.function.FunctionId;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult;
import java.util.UUID;

/// Runs invocations. Thread-safe.
public interface Invoker {

  /// Runs a function and blocks (a virtual thread, at best) until there is an answer or a refusal.
  ///
  /// @throws ControlException NOT_FOUND, INVALID (the event is no JSON), TOO_LARGE
  InvocationResult invoke(
      UUID invocationId, FunctionId function, byte[] payload, CallContext context);
}
