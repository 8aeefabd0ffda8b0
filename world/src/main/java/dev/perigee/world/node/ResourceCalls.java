package dev.perigee.world.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.model.function.FunctionId;
import java.util.UUID;

/// What functions ask of the platform while they run: its queues, tables, buckets and topics.
/// Thread-safe.
public interface ResourceCalls {
  /// Where there are none.
  ResourceCalls NONE =
      (_, _, _) ->
          "{\"kind\":\"Unsupported\",\"error\":\"this node reaches no queues, tables, buckets and topics: run the function on a node in the platform's process\"}"
              .getBytes(UTF_8);

  /// Answers a request, also a bad one.
  ///
  /// @param function that asks, as the platform knows it
  /// @param invocationId the invocation on whose behalf it asks
  /// @param request JSON, as it came from the sandbox
  byte[] call(FunctionId function, UUID invocationId, byte[] request);
}
