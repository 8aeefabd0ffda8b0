package dev.perigee.platform.lint;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.Finding;
import dev.perigee.platform.control.Finding.Severity;
import dev.perigee.platform.mapping.Mapping;
import dev.perigee.platform.trigger.Trigger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Finds functions that run themselves, over whatever lies between. A cycle that is there already
/// was meant: only a new one is refused.
record Cycles(FlowReader flows) {
  private static final String CODE = "trigger-loop";

  /// Each cycle once, although it can be walked from all its functions.
  List<Finding> findings(Flow flow, Iterable<String> functions) {
    List<Finding> findings = new ArrayList<>();
    Set<Set<String>> seen = new HashSet<>();
    for (String function : functions) {
      List<String> cycle = flow.cycle(FlowReader.node(function));
      if (!cycle.isEmpty() && seen.add(new TreeSet<>(cycle))) {
        findings.add(
            new Finding(
                CODE,
                Severity.ERROR,
                FlowReader.node(function),
                why(cycle),
                "let the function write elsewhere than where it is run from; what is meant ends"
                    + " after 16 hops"));
      }
    }
    return findings;
  }

  private static String why(List<String> cycle) {
    return "it runs itself: " + String.join(" -> ", cycle);
  }

  void require(FunctionSpec deployed) {
    Flow after = flows.with(deployed);
    String start = FlowReader.node(deployed.name());
    if (!after.from(start).isEmpty()) {
      require(after, flows.all(deployed.tenant()), start);
    }
  }

  void require(Trigger trigger) {
    require(trigger.tenant(), trigger.function(), flow -> FlowReader.add(flow, trigger));
  }

  void require(Mapping mapping) {
    require(mapping.tenant(), mapping.function(), flow -> FlowReader.add(flow, mapping));
  }

  private void require(String tenant, String function, Consumer<Flow> change) {
    Flow after = flows.all(tenant);
    change.accept(after);
    require(after, flows.all(tenant), FlowReader.node(function));
  }

  private static void require(Flow after, Flow before, String start) {
    List<String> cycle = after.cycle(start);
    if (!cycle.isEmpty() && !cycle.equals(before.cycle(start))) {
      throw new ControlException(
          ControlException.Kind.CONFLICT,
          List.of(
              "%s would run itself: %s. Let it write elsewhere than where it is run from, or say that it is meant with --allow-cycle (allowCycle=true): then it ends after 16 hops"
                  .formatted(start, String.join(" -> ", cycle))));
    }
  }
}
