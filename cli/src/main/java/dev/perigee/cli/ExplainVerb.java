package dev.perigee.cli;

import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `perigee explain`: why something was decided.
@Command(
    name = "explain",
    description = "Say why a decision was taken, or why an invocation ran where it did.",
    mixinStandardHelpOptions = true)
final class ExplainVerb implements Callable<Integer> {
  @Parameters(
      paramLabel = "DECISION|INVOCATION",
      description = "A decision such as d-0-42, or the id of an invocation.")
  private String id = "";

  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  ExplainVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    PlatformClient client = target.client(context);
    String decisionId = id.startsWith("d-") ? id : ofInvocation(client);
    Reply reply = client.demand("GET", "/v1/decisions/" + PlatformClient.escaped(decisionId), null);
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      print(reply.object());
    }
    return 0;
  }

  private String ofInvocation(PlatformClient client) {
    String path = "/v1/invocations/" + PlatformClient.escaped(id);
    Map<String, @Nullable Object> entry = client.demand("GET", path, null).object();
    if (entry.get("decisionId") instanceof String decisionId && !decisionId.isEmpty()) {
      return decisionId;
    }
    throw new VerbException(
        "no decision stands behind invocation %s: it was %s".formatted(id, entry.get("outcome")));
  }

  private static String outcome(Map<String, @Nullable Object> placement) {
    return placement.get("outcome") instanceof String text && !text.isEmpty() ? ", " + text : "";
  }

  private void print(Map<String, @Nullable Object> decision) {
    PrintStream out = context.console().out();
    out.printf(
        "%s, taken %s by %s on snapshot %s%n",
        decision.get("decisionId"),
        decision.get("utc"),
        decision.get("policy"),
        Figures.exact(decision.get("snapshotVersion")));
    out.printf("Asked:  %s (function %s)%n", decision.get("question"), decision.get("function"));
    var chosen = Reply.objectsIn(decision, "chosen");
    for (Map<String, @Nullable Object> placement : chosen) {
      out.printf(
          "Chosen: up to %s worker(s) of version %s on %s (plan %s)%s%n",
          Figures.exact(placement.get("workers")),
          Figures.exact(placement.get("version")),
          placement.get("node"),
          decision.get("planId"),
          outcome(placement));
    }
    if (chosen.isEmpty()) {
      out.println("Chosen: nothing, for nothing was feasible");
    }
    if (decision.get("bound") instanceof Map<?, ?> bound && bound.containsKey("gap")) {
      out.printf(
          "Bound:  %s is %s, no choice can be below %s: at most %s from the best%n",
          bound.get("metric"),
          Figures.three(bound.get("value")),
          Figures.three(bound.get("lowerBound")),
          Figures.three(bound.get("gap")));
    }
    Table table = new Table("NODE", "FEASIBLE", "SCORE", "REASON");
    for (Map<String, @Nullable Object> candidate : Reply.objectsIn(decision, "candidates")) {
      table.row(
          Figures.exact(candidate.get("node")),
          Boolean.TRUE.equals(candidate.get("feasible")) ? "yes" : "no",
          Figures.three(candidate.get("score")),
          Figures.exact(candidate.get("reason")));
    }
    table.print(context.console());
    String omitted = Figures.exact(decision.get("candidatesOmitted"));
    if (!omitted.equals("0")) {
      out.println("and " + omitted + " more nodes");
    }
  }
}
