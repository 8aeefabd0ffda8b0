package dev.perigee.platform.lint;

import dev.perigee.api.WireException;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Finding;
import dev.perigee.platform.control.Finding.Severity;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.resource.Use;
import dev.perigee.platform.trigger.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What is wrong with a function by itself, whatever runs it.
record FunctionChecks(Surroundings around) {

  List<Finding> findings(FunctionSpec function) {
    List<Finding> findings = new ArrayList<>();
    memory(function, findings);
    concurrency(function, findings);
    cap(function, findings);
    code(around.uses().apply(function)).forEach(findings::add);
    failures(function, findings);
    return findings;
  }

  private void memory(FunctionSpec function, List<Finding> findings) {
    int most = around.memoryMbMax().getAsInt();
    if (most > 0 && function.memoryMb() > most) {
      findings.add(
          new Finding(
              "memory-above-nodes",
              Severity.ERROR,
              FlowReader.node(function.name()),
              "it wants %d MB, and the largest node has %d".formatted(function.memoryMb(), most),
              "deploy it with --memory " + most + " or less, or add a larger node"));
    }
  }

  private void concurrency(FunctionSpec function, List<Finding> findings) {
    if (around.reservedConcurrency().applyAsInt(FunctionName.of(function.id())) == 0) {
      findings.add(
          new Finding(
              "concurrency-zero",
              Severity.WARNING,
              FlowReader.node(function.name()),
              "its reserved concurrency is 0, so every call is refused",
              "delete or raise it (aws lambda delete-function-concurrency)"));
    }
  }

  private void cap(FunctionSpec function, List<Finding> findings) {
    if (!around.isCapped().test(FunctionName.of(function.id()))) {
      findings.add(
          new Finding(
              "no-cap",
              Severity.WARNING,
              FlowReader.node(function.name()),
              "nothing limits what it may use: neither it nor its tenant has a cap",
              "perigee cap function %s --limit costUsd=10".formatted(function.name())));
    }
  }

  /// What is seen in code alone.
  static Stream<Finding> code(List<Use> uses) {
    return uses.stream()
        .flatMap(use ->
            !use.isLiteral()
                ? Stream.of(dynamic(use))
                : use.kind().equals("cron") ? schedule(use) : Stream.empty());
  }

  private static Finding dynamic(Use use) {
    return new Finding(
        "dynamic-name",
        Severity.INFO,
        use.place(),
        "the name of a " + use.kind() + " is put together when the function runs",
        "write the name there, or create the " + use.kind() + " before");
  }

  private static Stream<Finding> schedule(Use use) {
    try {
      var _ = Schedule.of(use.name(), "UTC", 0);
      return Stream.empty();
    } catch (WireException e) {
      return Stream.of(
          new Finding(
              "schedule-unreadable",
              Severity.ERROR,
              use.place(),
              String.valueOf(e.getMessage()),
              "correct the schedule: nothing runs by this one"));
    }
  }

  private void failures(FunctionSpec function, List<Finding> findings) {
    boolean isTriggered =
        around.triggers().list(function.tenant()).stream()
            .anyMatch(each -> each.function().equals(function.name()));
    boolean isTold =
        around
            .retries()
            .apply(FunctionName.of(function.id()), FunctionId.LATEST)
            .onFailure()
            .isPresent();
    if (isTriggered && !isTold) {
      findings.add(
          new Finding(
              "no-failure-destination",
              Severity.INFO,
              FlowReader.node(function.name()),
              "it runs by itself, and nobody is told when it fails for good",
              "set a destination on failure (aws lambda put-function-event-invoke-config), or look"
                  + " at `perigee async list --state dead`"));
    }
  }
}
