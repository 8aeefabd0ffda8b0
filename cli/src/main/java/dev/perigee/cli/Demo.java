package dev.perigee.cli;

import dev.perigee.api.DeployRequest;
import dev.perigee.api.Json;
import dev.perigee.api.Problem;
import dev.perigee.api.WireException;
import dev.perigee.cli.client.ClientException;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Console;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import dev.perigee.fabric.artefact.CodeArchive;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Deploys the functions of a list, calls each on its events, and shows what that took.
final class Demo {
  private static final int ANSWER_CHARS = 72;
  private static final int LEDGER_TRIES = 40;
  private static final long LEDGER_PAUSE_MS = 100;

  private final Context context;
  private final Console console;
  private final PlatformClient client;
  private final Table calls =
      new Table(
          "FUNCTION", "RUNTIME", "EVENT", "OUTCOME", "COLD", "MS", "J", "MG_CO2E", "MICRO_USD");
  private int answered;

  Demo(Context context, PlatformClient client) {
    this.context = context;
    this.console = context.console();
    this.client = client;
  }

  void run(Path list) {
    for (DemoFunction function : DemoFunction.readAll(list)) {
      run(function);
    }
    console.out().println();
    calls.print(console);
    console.out().println();
    LedgerTables.rollup("FUNCTION", rollup()).print(console);
  }

  private void run(DemoFunction function) {
    var lack = function.lack(context.environment().getOrDefault("PATH", ""));
    if (lack.isPresent()) {
      console.say(
          "%s (%s) is left out: it needs %s, which is not here; see `perigee doctor`"
              .formatted(function.name(), function.runtime(), lack.get()));
      return;
    }
    try {
      console.say("%s: %s".formatted(function.name(), function.about()));
      DeployVerb.deploy(client, function.name(), deployment(function));
      function.events().forEach(event -> call(function, event));
    } catch (ClientException e) {
      e.problems().forEach(problem -> console.say(function.name() + ": " + problem));
    }
  }

  private static DeployRequest deployment(DemoFunction function) {
    return new DeployRequest(
        function.runtime(),
        function.handler(),
        OptionalInt.of(function.memoryMb()),
        OptionalLong.of(function.timeoutMs()),
        "",
        OptionalInt.empty(),
        function.environment(),
        CodeArchive.pack(function.code()));
  }

  private void call(DemoFunction function, DemoFunction.Event event) {
    Reply reply = InvokeVerb.invoke(client, function.name(), event.payload());
    if (!reply.isOk()) {
      Problem.problemsIn(reply.body(), reply.status())
          .forEach(problem -> console.say(function.name() + ": " + problem));
      return;
    }
    answered++;
    boolean failed = !reply.header("X-Amz-Function-Error").isEmpty();
    console
        .out()
        .println("%s %s: %s".formatted(function.name(), event.name(), answer(function, reply)));
    calls.row(
        function.name(),
        function.runtime(),
        event.name(),
        failed ? "error" : "ok",
        reply.header("Perigee-Cold-Start").equals("true") ? "cold" : "",
        three(reply, "Perigee-Duration-Ms"),
        three(reply, "Perigee-Energy-J"),
        three(reply, "Perigee-Carbon-Mg"),
        three(reply, "Perigee-Cost-MicroUsd"));
  }

  private static String answer(DemoFunction function, Reply reply) {
    String whole = new String(reply.body(), StandardCharsets.UTF_8).strip();
    try {
      if (!function.show().isEmpty() && Json.read(reply.body()) instanceof Map<?, ?> fields) {
        List<String> shown =
            function.show().stream().map(name -> name + " " + shown(fields.get(name))).toList();
        return String.join(", ", shown);
      }
    } catch (WireException _) {
      // Not JSON: shown as it is.
    }
    return whole.length() <= ANSWER_CHARS ? whole : whole.substring(0, ANSWER_CHARS) + "..";
  }

  private static String shown(@Nullable Object value) {
    return value instanceof BigDecimal number ? Figures.exact(number) : String.valueOf(value);
  }

  private static String three(Reply reply, String header) {
    String value = reply.header(header);
    return value.isEmpty() ? "" : Figures.three(new BigDecimal(value));
  }

  /// The ledger by function, once all that was answered is in it: at most 2 s after the answer.
  private List<Map<String, @Nullable Object>> rollup() {
    List<Map<String, @Nullable Object>> rows = List.of();
    for (int attempt = 0; attempt < LEDGER_TRIES && counted(rows) < answered; attempt++) {
      if (attempt > 0) {
        pause();
      }
      rows = client.demand("GET", "/v1/ledger?by=function", null).objects("rows");
    }
    return rows;
  }

  private static int counted(List<Map<String, @Nullable Object>> rows) {
    int sum = 0;
    for (Map<String, @Nullable Object> row : rows) {
      sum += row.get("invocations") instanceof BigDecimal count ? count.intValue() : 0;
    }
    return sum;
  }

  private static void pause() {
    try {
      Thread.sleep(LEDGER_PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VerbException("interrupted while waiting for the ledger", e);
    }
  }
}
