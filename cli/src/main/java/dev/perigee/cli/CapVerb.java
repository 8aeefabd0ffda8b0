package dev.perigee.cli;

import dev.perigee.api.Json;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `perigee cap`: what functions and tenants may use.
@Command(
    name = "cap",
    description = "List the caps, or set or lift the one of a function or a tenant.",
    mixinStandardHelpOptions = true)
final class CapVerb implements Callable<Integer> {
  private static final List<String> AMOUNTS =
      List.of("invocations", "costUsd", "gbS", "energyJ", "carbonGrams", "egressBytes");
  private static final String LIMIT_HELP =
      "Limit of an amount: invocations, costUsd, gbS, energyJ, carbonGrams or egressBytes.";

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      arity = "0..1",
      description = "function, workflow or tenant; without it all caps are listed.")
  private @Nullable String kind;

  @Parameters(index = "1", paramLabel = "NAME", arity = "0..1", description = "Whose cap.")
  private @Nullable String name;

  @Option(names = "--limit", paramLabel = "AMOUNT=N", description = LIMIT_HELP)
  private @Nullable Map<String, BigDecimal> limits;

  @Option(
      names = "--window-s",
      paramLabel = "S",
      description = "Length of the window that the limits hold for; default: 86400, a day.")
  private @Nullable BigDecimal windowS;

  @Option(names = "--lift", description = "Lift the cap.")
  private boolean lift;

  @Spec private CommandSpec spec;

  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  CapVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    PlatformClient client = target.client(context);
    if (kind == null) {
      show(client.get("/v1/caps"));
      return 0;
    }
    if (name == null) {
      throw new ParameterException(
          spec.commandLine(), "say whose cap: perigee cap " + kind + " NAME");
    }
    String path = "/v1/caps/" + PlatformClient.escaped(kind) + "/" + PlatformClient.escaped(name);
    if (lift) {
      client.demand("DELETE", path, null);
      context.console().out().println("lifted the cap of " + kind + "/" + name);
    } else {
      print(
          limits == null
              ? client.demand("GET", path, null)
              : client.demand("PUT", path, body(limits)));
    }
    return 0;
  }

  private byte[] body(Map<String, BigDecimal> wanted) {
    return Json.bytes(json -> {
      json.writeStartObject();
      for (Map.Entry<String, BigDecimal> limit : wanted.entrySet()) {
        json.writeNumberField(limit.getKey(), limit.getValue());
      }
      if (windowS != null) {
        json.writeNumberField("windowS", windowS);
      }
      json.writeEndObject();
    });
  }

  private void show(Reply reply) {
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      table(reply.objects("caps"));
    }
  }

  private void print(Reply reply) {
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      table(List.of(Json.readObject(reply.body())));
    }
  }

  private void table(List<Map<String, @Nullable Object>> caps) {
    Table table = new Table("CAP", "AMOUNT", "LIMIT", "USED", "WINDOW S", "STATE");
    for (Map<String, @Nullable Object> cap : caps) {
      for (String amount : AMOUNTS) {
        if (cap.get(amount) != null && cap.get("used") instanceof Map<?, ?> used) {
          table.row(
              cap.get("kind") + "/" + cap.get("name"),
              amount,
              Figures.exact(cap.get(amount)),
              Figures.exact(used.get(amount)),
              Figures.exact(cap.get("windowS")),
              Figures.exact(cap.get("state")));
        }
      }
    }
    table.print(context.console());
  }
}
