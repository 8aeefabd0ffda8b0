package dev.perigee.platform.lint;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.Finding;
import dev.perigee.platform.control.Finding.Severity;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Review;
import dev.perigee.platform.mapping.Mapping;
import dev.perigee.platform.resource.Use;
import dev.perigee.platform.trigger.Trigger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Looks at functions with all that runs them and that they run.
public final class Lint implements Review {
  /// What fails is tried again at once, and many that failed together come back together.
  private static final long RETRY_BASE_MS_MIN = 1_000;

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity)
          .thenComparing(Finding::code)
          .thenComparing(Finding::where);

  private final Surroundings around;
  private final FlowReader flows;
  private final Cycles cycles;

  public Lint(Surroundings around) {
    this.around = around;
    this.flows = new FlowReader(around);
    this.cycles = new Cycles(flows);
  }

  @Override
  public List<Finding> findings(String tenant) {
    List<Finding> findings =
        new ArrayList<>(findings(tenant, latest(tenant), flows.all(tenant), _ -> true));
    new Unused(around).check(tenant, findings);
    if (around.retryBaseMs() < RETRY_BASE_MS_MIN) {
      findings.add(
          new Finding(
              "retry-base-tiny",
              Severity.WARNING,
              "the platform",
              "an event that failed is tried again after about %d ms, before what it failed at is back"
                  .formatted(around.retryBaseMs()),
              "perigee up --async-retry-base-s 60"));
    }
    findings.sort(ORDER);
    return List.copyOf(findings);
  }

  @Override
  public List<Finding> findings(FunctionName function) {
    FunctionSpec known =
        around
            .functions(function.tenant())
            .filter(each -> each.id().equals(function.latest()))
            .findFirst()
            .orElseThrow(() ->
                new ControlException(
                    ControlException.Kind.NOT_FOUND,
                    List.of(
                        "there is no function '%s': `perigee list` shows those there are"
                            .formatted(function.name()))));
    return findings(known);
  }

  @Override
  public List<Finding> findings(FunctionSpec deployed) {
    Map<String, FunctionSpec> latest = latest(deployed.tenant());
    latest.put(deployed.name(), deployed);
    Flow flow = flows.with(deployed);
    return findings(deployed.tenant(), latest, flow, deployed.name()::equals).stream()
        .sorted(ORDER)
        .toList();
  }

  private Map<String, FunctionSpec> latest(String tenant) {
    Map<String, FunctionSpec> latest = new TreeMap<>();
    around
        .functions(tenant)
        .filter(each -> each.id().isLatest())
        .forEach(each -> latest.put(each.name(), each));
    return latest;
  }

  /// @param wanted names of functions
  private List<Finding> findings(
      String tenant, Map<String, FunctionSpec> latest, Flow flow, Predicate<String> wanted) {
    List<String> names = latest.keySet().stream().filter(wanted).toList();
    List<Finding> findings = new ArrayList<>(cycles.findings(flow, names));
    FunctionChecks functions = new FunctionChecks(around);
    Storms storms = new Storms(around, tenant, flow);
    for (String name : names) {
      find(latest, name).map(functions::findings).ifPresent(findings::addAll);
      storms.check(name, findings);
    }
    TriggerChecks triggers = new TriggerChecks(around);
    around.triggers().list(tenant).stream()
        .filter(each -> wanted.test(each.function()))
        .forEach(each -> triggers.check(each, find(latest, each.function()), findings));
    MappingChecks mappings = new MappingChecks(around);
    around.mappings().list(tenant).stream()
        .filter(each -> wanted.test(each.function()))
        .forEach(each -> mappings.check(each, find(latest, each.function()), findings));
    return findings;
  }

  private static Optional<FunctionSpec> find(Map<String, FunctionSpec> latest, String name) {
    return Optional.ofNullable(latest.get(name));
  }

  /// What can be seen in code that is not deployed.
  public static List<Finding> ofCode(List<Use> uses) {
    return FunctionChecks.code(uses).sorted(ORDER).toList();
  }

  /// @throws ControlException CONFLICT if a function that is to be deployed would run itself
  public void requireNoCycle(FunctionSpec deployed) {
    cycles.require(deployed);
  }

  @Override
  public void requireNoCycle(Trigger trigger) {
    cycles.require(trigger);
  }

  /// @throws ControlException CONFLICT if a mapping that is to be put would make its function run
  ///   itself
  public void requireNoCycle(Mapping mapping) {
    cycles.require(mapping);
  }
}
