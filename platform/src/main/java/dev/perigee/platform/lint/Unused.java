package dev.perigee.platform.lint;

import dev.perigee.fabric.resource.ResourceId;
import dev.perigee.fabric.resource.ResourceId.Kind;
import dev.perigee.fabric.resource.ResourceStatus;
import dev.perigee.platform.control.Finding;
import dev.perigee.platform.control.Finding.Severity;
import dev.perigee.platform.resource.Use;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Resources that nothing names and nobody has ever written.
record Unused(Surroundings around) {

  void check(String tenant, List<Finding> findings) {
    Set<String> named = named(tenant);
    for (Kind kind : Kind.values()) {
      for (ResourceStatus each : around.resources().list(tenant, kind)) {
        ResourceId id = each.id();
        if (each.operations() == 0 && !named.contains(FlowReader.node(kind, id.name()))) {
          findings.add(
              new Finding(
                  "unused-resource",
                  Severity.INFO,
                  id.toString(),
                  "no code, trigger or mapping names it, and nothing was ever written to it",
                  "perigee %s delete %s".formatted(kind.text(), id.name())));
        }
      }
    }
  }

  private Set<String> named(String tenant) {
    Set<String> named = new HashSet<>();
    around
        .functions(tenant)
        .flatMap(each -> around.uses().apply(each).stream())
        .filter(Use::isLiteral)
        .forEach(use -> named.add(use.kind() + " '" + use.name() + "'"));
    around
        .triggers()
        .list(tenant)
        .forEach(each -> FlowReader.source(each.source()).ifPresent(named::add));
    around
        .mappings()
        .list(tenant)
        .forEach(each -> named.add(FlowReader.node(Kind.QUEUE, each.queue())));
    around
        .resources()
        .list(tenant, Kind.QUEUE)
        .forEach(each -> named.add(FlowReader.node(Kind.QUEUE, each.setting().deadLetters())));
    return named;
  }
}
