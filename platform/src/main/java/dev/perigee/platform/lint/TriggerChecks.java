package dev.perigee.platform.lint;

import dev.perigee.fabric.resource.ResourceId;
import dev.perigee.fabric.resource.ResourceId.Kind;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Finding;
import dev.perigee.platform.control.Finding.Severity;
import dev.perigee.platform.trigger.Schedule;
import dev.perigee.platform.trigger.Source;
import dev.perigee.platform.trigger.Trigger;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What is wrong with a trigger.
record TriggerChecks(Surroundings around) {

  /// @param function that it runs; empty if that is gone
  void check(Trigger trigger, Optional<FunctionSpec> function, List<Finding> findings) {
    if (function.isEmpty()) {
      findings.add(
          new Finding(
              "no-such-function",
              Severity.ERROR,
              where(trigger),
              "%s that it runs is not there".formatted(FlowReader.node(trigger.function())),
              "deploy it, or perigee trigger delete " + trigger.name()));
    }
    function.ifPresent(each -> age(trigger, each, findings));
    switch (trigger.source()) {
      case Source.Cron cron -> schedule(trigger, cron, function, findings);
      case Source.Change change ->
          Kind.of(change.store().text())
              .ifPresent(kind -> source(trigger, kind, change.name(), findings));
      case Source.Topic topic -> source(trigger, Kind.TOPIC, topic.name(), findings);
      case Source.Event _, Source.Nats _ -> {}
    }
  }

  private static String where(Trigger trigger) {
    return "trigger '" + trigger.name() + "'";
  }

  private static void age(Trigger trigger, FunctionSpec function, List<Finding> findings) {
    if (trigger.ageMaxS().isPresent()
        && trigger.ageMaxS().getAsInt() * 1_000L < function.timeoutMs()) {
      findings.add(
          new Finding(
              "age-shorter-than-timeout",
              Severity.WARNING,
              where(trigger),
              "events are given up after %d s, while one attempt may take %d s: it is never tried again"
                  .formatted(trigger.ageMaxS().getAsInt(), seconds(function)),
              "raise --max-age-s, or lower the function's timeout"));
    }
  }

  private static int seconds(FunctionSpec function) {
    return (function.timeoutMs() + 999) / 1_000;
  }

  private void schedule(
      Trigger trigger, Source.Cron cron, Optional<FunctionSpec> function, List<Finding> findings) {
    Schedule schedule = Schedule.of(cron.schedule(), cron.timezone(), trigger.sinceUtcNs());
    if (schedule.nextUtcNs(around.clock().utcNs()).isEmpty()) {
      findings.add(
          new Finding(
              "schedule-never-due",
              Severity.ERROR,
              where(trigger),
              "its schedule '%s' is not due any more".formatted(cron.schedule()),
              "set another schedule, or perigee trigger delete " + trigger.name()));
    }
    if (schedule instanceof Schedule.Rate rate
        && function.isPresent()
        && rate.periodNs() < TimeUnit.MILLISECONDS.toNanos(function.get().timeoutMs())) {
      findings.add(
          new Finding(
              "runs-overlap",
              Severity.WARNING,
              where(trigger),
              "it is due every %d s, while a run may take %d s: slow runs pile up"
                  .formatted(
                      TimeUnit.NANOSECONDS.toSeconds(rate.periodNs()), seconds(function.get())),
              "lower the function's timeout, or run it less often"));
    }
  }

  private void source(Trigger trigger, Kind kind, String name, List<Finding> findings) {
    ResourceId id = new ResourceId(trigger.tenant(), kind, name);
    if (around.resources().find(id).isEmpty()) {
      findings.add(
          new Finding(
              "no-such-source",
              Severity.WARNING,
              where(trigger),
              "%s that it waits for is not there".formatted(id),
              "perigee %s create %s, or perigee trigger delete %s"
                  .formatted(kind.text(), name, trigger.name())));
    }
  }
}
