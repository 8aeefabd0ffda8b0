package dev.perigee.simulator.scenario;

import dev.perigee.model.ModelException;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.simulator.scenario.Scenario.Deletion;
import dev.perigee.simulator.scenario.Scenario.Deployment;
import dev.perigee.simulator.scenario.Yaml.Scalar;
import dev.perigee.simulator.truth.Distribution;
import dev.perigee.simulator.truth.FunctionTruth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/// Reads `functions`.
final class FunctionsReader {
  private static final List<String> DISTRIBUTIONS = List.of("fixed", "exponential", "log-normal");

  private final Section root;
  private final Set<FunctionId> ids = new LinkedHashSet<>();
  private final List<Deployment> deployments = new ArrayList<>();
  private final List<Deletion> deletions = new ArrayList<>();

  FunctionsReader(Section root) {
    this.root = root;
  }

  void read() {
    List<Section> functions = root.sections("functions", "function");
    if (functions.isEmpty()) {
      root.problem("functions", "must list at least one function");
    }
    functions.forEach(this::function);
  }

  List<FunctionId> ids() {
    return List.copyOf(ids);
  }

  List<Deployment> deployments() {
    return deployments;
  }

  List<Deletion> deletions() {
    return deletions;
  }

  private void function(Section function) {
    FunctionTruth truth = truth(function);
    Optional<FunctionSpec> spec = spec(function);
    long deployNs = function.durationNs("deploy", 0);
    List<Long> updateNs = times(function, "updates");
    boolean deleted = function.has("delete");
    long deleteNs = deleted ? function.durationNs("delete") : 0;
    function.close();
    if (spec.isEmpty()) {
      return;
    }
    FunctionSpec first = spec.get();
    if (!ids.add(first.id())) {
      function.problem("name", first.id() + " is given twice");
    }
    deployments.add(new Deployment(deployNs, first, truth));
    for (int i = 0; i < updateNs.size(); i++) {
      deployments.add(new Deployment(updateNs.get(i), version(first, i + 2), truth));
    }
    if (deleted) {
      deletions.add(new Deletion(deleteNs, first.id()));
    }
  }

  private static List<Long> times(Section function, String key) {
    List<Long> times = new ArrayList<>();
    for (Yaml item : function.items(key)) {
      OptionalDouble ns =
          item instanceof Scalar scalar
              ? Quantity.DURATION.read(scalar.text())
              : OptionalDouble.empty();
      if (ns.isEmpty()) {
        function.problem(key, "must list times, each " + Quantity.DURATION.form());
      }
      times.add(Math.round(ns.orElse(0)));
    }
    return times;
  }

  private static Optional<FunctionSpec> spec(Section function) {
    String tenant = function.text("tenant", "default");
    String name = function.text("name");
    long memoryMb = Math.round(function.quantity("memory", Quantity.MEMORY, 128));
    long timeoutMs = function.durationNs("timeout", 3_000_000_000L) / 1_000_000;
    long slots = function.whole("workerConcurrency", 1, 1);
    long concurrency = function.whole("concurrency", 0, FunctionSpec.CONCURRENCY_MAX_DEFAULT);
    long queue = function.whole("queue", 0, FunctionSpec.QUEUE_MAX_DEFAULT);
    try {
      return Optional.of(
          new FunctionSpec(
              tenant,
              name,
              1,
              "simulated",
              "handler",
              "",
              Math.toIntExact(memoryMb),
              Math.toIntExact(timeoutMs),
              Isolation.NAMESPACES,
              Math.toIntExact(slots),
              Math.toIntExact(concurrency),
              Math.toIntExact(queue),
              new TreeMap<>()));
    } catch (ModelException | ArithmeticException e) {
      function.problem("name", "of '" + name + "': " + e.getMessage());
      return Optional.empty();
    }
  }

  private static FunctionSpec version(FunctionSpec spec, int version) {
    return new FunctionSpec(
        spec.tenant(),
        spec.name(),
        version,
        spec.runtime(),
        spec.handler(),
        spec.codeSha256(),
        spec.memoryMb(),
        spec.timeoutMs(),
        spec.isolation(),
        spec.workerConcurrency(),
        spec.concurrencyMax(),
        spec.queueMax(),
        spec.environment());
  }

  private static FunctionTruth truth(Section function) {
    Distribution handler = distribution(function, "duration", 1_000_000);
    Optional<Section> cold = function.section("coldStart", "coldStart");
    Distribution fetch = cold(cold, "fetch", 0);
    Distribution sandbox = cold(cold, "sandbox", 5_000_000);
    Distribution init = cold(cold, "init", 3_000_000);
    cold.ifPresent(Section::close);
    if (!function.has("duration")) {
      function.problems().add(function.line(), "function needs duration");
    }
    double errors = chance(function, "errors");
    double crashes = chance(function, "crashes");
    if (errors + crashes > 1) {
      function.problem("crashes", "and errors add up to more than 1");
    }
    return new FunctionTruth(
        handler,
        fetch,
        sandbox,
        init,
        function.number("cpu", 0, 1),
        errors,
        crashes,
        chance(function, "startFailures"),
        Math.round(function.quantity("bytesIn", Quantity.SIZE, 0)),
        Math.round(function.quantity("bytesOut", Quantity.SIZE, 0)));
  }

  private static double chance(Section function, String key) {
    double fraction = function.number(key, 0, 0);
    if (fraction > 1) {
      function.problem(key, "must be a fraction in 0..1, got " + fraction);
    }
    return Math.min(1, fraction);
  }

  private static Distribution cold(Optional<Section> cold, String key, long otherwiseNs) {
    return cold.isPresent()
        ? distribution(cold.get(), key, otherwiseNs)
        : new Distribution.Fixed(otherwiseNs);
  }

  /// A duration is always the same, a mapping is a distribution.
  private static Distribution distribution(Section owner, String key, long otherwiseNs) {
    Yaml value = owner.raw(key);
    if (value == null || value instanceof Scalar) {
      return new Distribution.Fixed(owner.durationNs(key, otherwiseNs));
    }
    Section section = Section.of(key, value, owner.problems());
    String kind = section.word("distribution", DISTRIBUTIONS, "");
    Distribution read =
        switch (kind) {
          case "exponential" ->
              new Distribution.Exponential(Math.max(1, section.durationNs("mean")));
          case "log-normal" -> logNormal(section);
          default -> new Distribution.Fixed(section.durationNs("value"));
        };
    section.close();
    return read;
  }

  private static Distribution logNormal(Section section) {
    long medianNs = Math.max(1, section.durationNs("median"));
    long p95Ns = section.durationNs("p95");
    if (p95Ns < medianNs) {
      section.problem("p95", "must be at least the median");
    }
    return new Distribution.LogNormal(medianNs, Math.max(medianNs, p95Ns));
  }
}
