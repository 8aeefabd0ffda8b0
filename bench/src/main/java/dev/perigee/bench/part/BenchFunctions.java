package dev.perigee.bench.part;

import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import java.util.TreeMap;

/// The functions and nodes of the benchmarks.
final class BenchFunctions {
  static final String EVENT = "{\"n\": 1}";

  private BenchFunctions() {}

  static FunctionSpec function(String name, String runtime, String handler, Isolation isolation) {
    return new FunctionSpec(
        "default",
        name,
        1,
        runtime,
        handler,
        "0".repeat(64),
        128,
        3_000,
        isolation,
        1,
        FunctionSpec.CONCURRENCY_MAX_DEFAULT,
        FunctionSpec.QUEUE_MAX_DEFAULT,
        new TreeMap<>());
  }

  static FunctionSpec python(String name) {
    return function(name, "python3.12", "echo.handler", Isolation.NAMESPACES);
  }

  static Node node(String id) {
    return new Node(id, "AT", NodeState.UP, 64_000, 262_144, 50, 200, 150, 1.2, 1);
  }
}
