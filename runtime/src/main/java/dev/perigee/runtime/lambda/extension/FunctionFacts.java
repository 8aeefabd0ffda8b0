package dev.perigee.runtime.lambda.extension;

import dev.perigee.model.function.FunctionSpec;
import java.util.List;
import java.util.Map;

/// What an extension is told of the function beside which it runs.
///
/// @param external names of the extensions whose programs are started
public record FunctionFacts(
    String name, String version, String handler, int concurrency, List<String> external) {
  /// There are no accounts here; the one that ARNs name.
  static final String ACCOUNT = "000000000000";

  public FunctionFacts {
    external = List.copyOf(external);
  }

  public static FunctionFacts of(FunctionSpec function, List<String> external) {
    return new FunctionFacts(
        function.name(),
        function.qualifier(),
        function.handler(),
        Math.max(1, function.workerConcurrency()),
        external);
  }

  Map<String, Object> registered(boolean withAccount) {
    return withAccount
        ? Map.of(
            "functionName", name,
            "functionVersion", version,
            "handler", handler,
            "accountId", ACCOUNT)
        : Map.of("functionName", name, "functionVersion", version, "handler", handler);
  }
}
