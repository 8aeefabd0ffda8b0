package dev.perigee.platform.lint;

import dev.perigee.fabric.resource.ResourceId.Kind;
import dev.perigee.fabric.resource.ResourceSetting;
import dev.perigee.fabric.resource.ResourceStatus;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.events.Addressee;
import dev.perigee.platform.events.Retries;
import dev.perigee.platform.mapping.Mapping;
import dev.perigee.platform.trigger.Source;
import dev.perigee.platform.trigger.Trigger;
import java.util.Optional;
import java.util.stream.Stream;

/// Draws what runs what at a tenant.
record FlowReader(Surroundings around) {

  static String node(String function) {
    return "function '" + function + "'";
  }

  static String node(Kind kind, String name) {
    return kind.text() + " '" + name + "'";
  }

  /// What is there without the functions.
  Flow resources(String tenant) {
    Flow flow = new Flow();
    around.triggers().list(tenant).stream()
        .filter(each -> !each.isPaused())
        .forEach(each -> add(flow, each));
    around.mappings().list(tenant).stream()
        .filter(Mapping::isEnabled)
        .forEach(each -> add(flow, each));
    for (ResourceStatus queue : around.resources().list(tenant, Kind.QUEUE)) {
      ResourceSetting setting = queue.setting();
      if (setting.receivesMax() > 0 && !setting.deadLetters().isEmpty()) {
        flow.add(node(Kind.QUEUE, queue.id().name()), node(Kind.QUEUE, setting.deadLetters()));
      }
    }
    return flow;
  }

  /// All that is there.
  Flow all(String tenant) {
    return with(tenant, around.functions(tenant));
  }

  /// All that will be there when a function is deployed.
  Flow with(FunctionSpec deployed) {
    Stream<FunctionSpec> others =
        around.functions(deployed.tenant()).filter(each -> !each.id().equals(deployed.id()));
    return with(deployed.tenant(), Stream.concat(others, Stream.of(deployed)));
  }

  private Flow with(String tenant, Stream<FunctionSpec> functions) {
    Flow flow = resources(tenant);
    functions.forEach(each -> add(flow, each));
    return flow;
  }

  void add(Flow flow, FunctionSpec function) {
    String from = node(function.name());
    around.uses().apply(function).stream()
        .filter(use -> use.isLiteral() && use.isWritten())
        .forEach(use -> flow.add(from, use.kind() + " '" + use.name() + "'"));
    destinations(function).forEach(to -> flow.add(from, node(to.function().name())));
  }

  private Stream<Addressee> destinations(FunctionSpec function) {
    Retries retries = around.retries().apply(FunctionName.of(function.id()), FunctionId.LATEST);
    return Stream.concat(retries.onSuccess().stream(), retries.onFailure().stream());
  }

  static void add(Flow flow, Trigger trigger) {
    source(trigger.source()).ifPresent(from -> flow.add(from, node(trigger.function())));
  }

  static void add(Flow flow, Mapping mapping) {
    flow.add(node(Kind.QUEUE, mapping.queue()), node(mapping.function()));
  }

  /// Whose changes a source waits for; empty if they come from outside.
  static Optional<String> source(Source source) {
    return switch (source) {
      case Source.Change change -> Optional.of(change.store().text() + " '" + change.name() + "'");
      case Source.Topic topic -> Optional.of(node(Kind.TOPIC, topic.name()));
      case Source.Cron _, Source.Event _, Source.Nats _ -> Optional.empty();
    };
  }
}
