package dev.perigee.cli;

import dev.perigee.api.Json;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee async`: invocations that nobody waits for.
@Command(
    name = "async",
    description = "Show what became of asynchronous invocations, run dead ones again, forget them.",
    mixinStandardHelpOptions = true)
final class AsyncVerb {
  private static final String ASYNC = "/v1/async";
  private static final int WAIT_S_DEFAULT = 60;

  /// Which settled invocations.
  static final class Selection {
    @Option(
        names = "--state",
        paramLabel = "STATE",
        defaultValue = "dead",
        description = "queued, inFlight, acked, dead or expired; default: ${DEFAULT-VALUE}.")
    private String state = "dead";

    @Option(names = "--function", paramLabel = "F", description = "Only those of this function.")
    private @Nullable String function;

    String query() {
      return "?state="
          + PlatformClient.escaped(state)
          + (function == null ? "" : "&function=" + PlatformClient.escaped(function));
    }
  }

  private final Context context;

  AsyncVerb(Context context) {
    this.context = context;
  }

  @Command(
      name = "get",
      description = "Show one; its id is the x-amzn-RequestId of the 202.",
      mixinStandardHelpOptions = true)
  int get(
      @Parameters(paramLabel = "ID") String id,
      @Option(
              names = "--wait",
              paramLabel = "S",
              defaultValue = "0",
              description = "Wait so many seconds until it is settled.")
          int waitS,
      @Mixin Target target,
      @Mixin OutputOption output) {
    return show(id, waitS, target, output);
  }

  @Command(
      name = "wait",
      description = "Wait until one is settled and show it.",
      mixinStandardHelpOptions = true)
  int await(
      @Parameters(paramLabel = "ID") String id,
      @Option(
              names = "--wait",
              paramLabel = "S",
              defaultValue = "" + WAIT_S_DEFAULT,
              description = "Wait at most so many seconds; default: ${DEFAULT-VALUE}.")
          int waitS,
      @Mixin Target target,
      @Mixin OutputOption output) {
    return show(id, waitS, target, output);
  }

  private int show(String id, int waitS, Target target, OutputOption output) {
    String path = ASYNC + "/" + PlatformClient.escaped(id) + "?waitS=" + waitS;
    Reply reply = target.client(context).demand("GET", path, null);
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      table(List.of(Json.readObject(reply.body())));
    }
    return 0;
  }

  @Command(
      name = "retries",
      description = "Show by function how many retries the last ten seconds had and may have.",
      mixinStandardHelpOptions = true)
  int retries(@Mixin Target target, @Mixin OutputOption output) {
    Reply reply = target.client(context).demand("GET", ASYNC + "/retries", null);
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      Table table = new Table("FUNCTION", "FIRSTS", "RETRIES", "ALLOWED", "WAITING", "POSTPONED");
      for (Map<String, @Nullable Object> each : reply.objects("functions")) {
        table.row(
            Figures.exact(each.get("function")),
            Figures.exact(each.get("firsts")),
            Figures.exact(each.get("retries")),
            Figures.exact(each.get("allowed")),
            Figures.exact(each.get("waiting")),
            Figures.exact(each.get("postponed")));
      }
      table.print(context.console());
    }
    return 0;
  }

  @Command(
      name = "stats",
      description = "Count them by state; enqueued is the sum of the others.",
      mixinStandardHelpOptions = true)
  int stats(@Mixin Target target, @Mixin OutputOption output) {
    Reply reply = target.client(context).demand("GET", ASYNC + "/stats", null);
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      Table table = new Table("STATE", "COUNT");
      Json.readObject(reply.body())
          .forEach((state, count) -> table.row(state, Figures.exact(count)));
      table.print(context.console());
    }
    return 0;
  }

  @Command(
      name = "list",
      description = "List those of one state, the newest first.",
      mixinStandardHelpOptions = true)
  int list(@Mixin Selection selection, @Mixin Target target, @Mixin OutputOption output) {
    Reply reply = target.client(context).demand("GET", ASYNC + selection.query(), null);
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      table(reply.objects("events"));
    }
    return 0;
  }

  @Command(
      name = "redrive",
      description = "Enqueue dead or expired ones anew, under their ids.",
      mixinStandardHelpOptions = true)
  int redrive(@Mixin Selection selection, @Mixin Target target, @Mixin OutputOption output) {
    return change("redrive", "redriven", selection, target, output);
  }

  @Command(
      name = "purge",
      description = "Forget settled ones; they stay counted.",
      mixinStandardHelpOptions = true)
  int purge(@Mixin Selection selection, @Mixin Target target, @Mixin OutputOption output) {
    return change("purge", "purged", selection, target, output);
  }

  private int change(
      String verb, String done, Selection selection, Target target, OutputOption output) {
    String path = ASYNC + "/" + verb + selection.query();
    Reply reply = target.client(context).demand("POST", path, null);
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      Object count = Json.readObject(reply.body()).get(done);
      context.console().out().println(done + " " + Figures.exact(count));
    }
    return 0;
  }

  private void table(List<Map<String, @Nullable Object>> events) {
    Table table = new Table("ID", "FUNCTION", "STATE", "ATTEMPTS", "ENQUEUED", "CONDITION");
    for (Map<String, @Nullable Object> event : events) {
      table.row(
          Figures.exact(event.get("id")),
          Figures.exact(event.get("function")),
          Figures.exact(event.get("state")),
          Figures.exact(event.get("attempts")),
          Figures.exact(event.get("enqueuedUtc")),
          event.get("condition") == null ? "" : Figures.exact(event.get("condition")));
    }
    table.print(context.console());
  }
}
