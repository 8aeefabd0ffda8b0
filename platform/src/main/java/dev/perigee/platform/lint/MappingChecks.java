package dev.perigee.platform.lint;

import dev.perigee.fabric.resource.ResourceId;
import dev.perigee.fabric.resource.ResourceId.Kind;
import dev.perigee.fabric.resource.ResourceSetting;
import dev.perigee.fabric.resource.ResourceStatus;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Finding;
import dev.perigee.platform.control.Finding.Severity;
import dev.perigee.platform.mapping.Mapping;
import java.util.List;
import java.util.Optional;

/// What is wrong with a queue whose messages run a function.
record MappingChecks(Surroundings around) {
  /// So many messages that are worked on again because of one bad one are a storm.
  private static final long REPEATED_MAX = 100;

  /// @param function that it runs; empty if that is gone
  void check(Mapping mapping, Optional<FunctionSpec> function, List<Finding> findings) {
    Optional<ResourceSetting> queue =
        around
            .resources()
            .find(new ResourceId(mapping.tenant(), Kind.QUEUE, mapping.queue()))
            .map(ResourceStatus::setting);
    if (queue.isEmpty() || function.isEmpty()) {
      String gone = queue.isEmpty() ? "its queue" : FlowReader.node(mapping.function());
      findings.add(
          error(
              mapping,
              queue.isEmpty() ? "no-such-source" : "no-such-function",
              gone + " is not there",
              "create it, or aws lambda delete-event-source-mapping --uuid " + mapping.id()));
      return;
    }
    lease(mapping, queue.get(), function.get(), findings);
    window(mapping, function.get(), findings);
    deadLetters(mapping, queue.get(), findings);
    storm(mapping, queue.get(), findings);
  }

  private static Finding error(Mapping mapping, String code, String why, String fix) {
    return new Finding(code, Severity.ERROR, where(mapping), why, fix);
  }

  private static Finding warning(Mapping mapping, String code, String why, String fix) {
    return new Finding(code, Severity.WARNING, where(mapping), why, fix);
  }

  private static String where(Mapping mapping) {
    return FlowReader.node(Kind.QUEUE, mapping.queue())
        + " -> "
        + FlowReader.node(mapping.function());
  }

  private static int seconds(FunctionSpec function) {
    return (function.timeoutMs() + 999) / 1_000;
  }

  private static void lease(
      Mapping mapping, ResourceSetting queue, FunctionSpec function, List<Finding> findings) {
    if (queue.leaseS() * 1_000L < function.timeoutMs()) {
      findings.add(
          error(
              mapping,
              "lease-shorter-than-timeout",
              "a message comes again after %d s, while the function may work on it for %d s"
                  .formatted(queue.leaseS(), seconds(function)),
              "perigee queue create %s --set leaseS=%d, or lower the function's timeout"
                  .formatted(mapping.queue(), seconds(function))));
    }
  }

  private static void window(Mapping mapping, FunctionSpec function, List<Finding> findings) {
    if (mapping.windowS() * 1_000L > function.timeoutMs()) {
      findings.add(
          warning(
              mapping,
              "batch-window-above-timeout",
              "a message waits up to %d s for its batch, longer than the function may run (%d s)"
                  .formatted(mapping.windowS(), seconds(function)),
              "lower MaximumBatchingWindowInSeconds"));
    }
  }

  private static void deadLetters(Mapping mapping, ResourceSetting queue, List<Finding> findings) {
    if (queue.receivesMax() == 0 || queue.deadLetters().isEmpty()) {
      findings.add(
          warning(
              mapping,
              "no-dead-letters",
              queue.receivesMax() == 0
                  ? "a message that always fails comes again for ever"
                  : "a message that fails too often is let go",
              "perigee queue create %s --set receivesMax=3 --dead-letters QUEUE"
                  .formatted(mapping.queue())));
    }
  }

  private static void storm(Mapping mapping, ResourceSetting queue, List<Finding> findings) {
    long repeated = (long) queue.receivesMax() * mapping.batchSize();
    if (!mapping.isPartial() && repeated > REPEATED_MAX) {
      findings.add(
          warning(
              mapping,
              "retry-storm",
              "one bad message has its whole batch run again: %d receives x %d messages = %d"
                  .formatted(queue.receivesMax(), mapping.batchSize(), repeated),
              "answer with ReportBatchItemFailures, or lower BatchSize or receivesMax"));
    }
  }
}
