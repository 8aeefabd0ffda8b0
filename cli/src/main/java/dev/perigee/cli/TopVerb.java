package dev.perigee.cli;

import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Console;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `perigee top`: functions by what they take, drawn again and again.
@Command(name = "top", description = "Watch what functions take.", mixinStandardHelpOptions = true)
final class TopVerb implements Callable<Integer> {
  private static final String TO_TOP_LEFT_AND_CLEAR = "\u001b[H\u001b[J";

  @Option(names = "--once", description = "Print one table and end.")
  private boolean once;

  @Option(
      names = "--every",
      paramLabel = "S",
      defaultValue = "2",
      description = "Seconds between two tables; default: ${DEFAULT-VALUE}.")
  private int everyS = 2;

  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;
  private final Map<String, BigDecimal> joulesBefore = new HashMap<>();
  private long beforeNs;

  TopVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    PlatformClient client = target.client(context);
    Console console = context.console();
    boolean go = true;
    while (go) {
      Reply reply = client.demand("GET", "/v1/ledger?by=function", null);
      if (output.isJson()) {
        OutputOption.print(console, reply);
      } else {
        if (console.outIsTerminal() && !once) {
          console.out().print(TO_TOP_LEFT_AND_CLEAR);
        }
        table(reply).print(console);
      }
      go = !once && !console.out().checkError();
      if (go) {
        Thread.sleep(everyS * 1_000L);
      }
    }
    return 0;
  }

  private Table table(Reply reply) {
    long nowNs = System.nanoTime();
    Table table =
        new Table(
            "FUNCTION", "INVOCATIONS", "ERRORS", "COLD", "CPU_S", "J", "W", "MG_CO2E", "MICRO_USD");
    for (Map<String, @Nullable Object> row : reply.objects("rows")) {
      table.row(
          Figures.exact(row.get("key")),
          Figures.exact(row.get("invocations")),
          Figures.exact(row.get("errors")),
          Figures.exact(row.get("coldStarts")),
          Figures.three(row.get("cpuS")),
          Figures.three(row.get("energyJ")),
          power(row, nowNs),
          Figures.scaled(row.get("carbonGrams"), 3),
          Figures.scaled(row.get("costUsd"), 6));
    }
    beforeNs = nowNs;
    return table;
  }

  /// Mean power since the table before.
  private String power(Map<String, @Nullable Object> row, long nowNs) {
    if (!(row.get("energyJ") instanceof BigDecimal joules)) {
      return "";
    }
    BigDecimal before = joulesBefore.put(String.valueOf(row.get("key")), joules);
    return before == null || nowNs == beforeNs
        ? "-"
        : Figures.three(
            BigDecimal.valueOf(joules.subtract(before).doubleValue() / ((nowNs - beforeNs) / 1e9)));
  }
}
