package dev.perigee.platform.lint;

import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Finding;
import dev.perigee.platform.control.Finding.Severity;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.events.Addressee;
import dev.perigee.platform.events.Retries;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How many runs one event may lead to when everything fails as often as it can. With `a` attempts
/// of a function f, and g over what listens to what f writes:
///
///     runs(f) = a(f) * (1 + sum of runs(g)) + runs(destination of f)
///
/// Each attempt may write before it fails; a destination hears of the end once.
final class Storms {
  /// More than this is a storm.
  private static final long RUNS_MAX = 100;

  private static final long ENOUGH = 1_000_000;

  private final Surroundings around;
  private final String tenant;
  private final Flow flow;
  private final Map<String, Long> known = new HashMap<>();

  Storms(Surroundings around, String tenant, Flow flow) {
    this.around = around;
    this.tenant = tenant;
    this.flow = flow;
  }

  void check(String function, List<Finding> findings) {
    long runs = runs(function);
    if (runs > RUNS_MAX) {
      findings.add(
          new Finding(
              "retry-storm",
              Severity.WARNING,
              FlowReader.node(function),
              "one event may lead to %s%d runs when all attempts fail: attempts x fan-out, over what it writes"
                  .formatted(runs == ENOUGH ? "more than " : "", runs),
              "lower the retries of the functions on the way, or let fewer listen"));
    }
  }

  /// A function that is being reckoned counts as one: cycles are found elsewhere.
  private long runs(String function) {
    Long before = known.get(function);
    if (before != null) {
      return before;
    }
    known.put(function, 1L);
    Retries retries = around.retries().apply(new FunctionName(tenant, function), FunctionId.LATEST);
    long ofOne = 1;
    for (String to : flow.from(FlowReader.node(function))) {
      ofOne += to.startsWith("function ") ? 0 : listeners(to);
    }
    long told = Math.max(told(retries.onSuccess()), told(retries.onFailure()));
    long runs = Math.min(ENOUGH, (1 + retries.retryCountMax()) * ofOne + told);
    known.put(function, runs);
    return runs;
  }

  private long listeners(String resource) {
    Set<String> next = flow.from(resource);
    return next.stream()
        .filter(each -> each.startsWith("function '"))
        .mapToLong(each ->
            flow.count(resource, each)
                * runs(each.substring("function '".length(), each.length() - 1)))
        .sum();
  }

  private long told(Optional<Addressee> destination) {
    return destination.map(to -> runs(to.function().name())).orElse(0L);
  }
}
