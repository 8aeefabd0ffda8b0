package dev.perigee.cli;

import dev.perigee.cli.client.PlatformClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `perigee ledger`: what invocations took.
@Command(
    name = "ledger",
    description = "Print what invocations took: time, energy, carbon, money.",
    mixinStandardHelpOptions = true)
final class LedgerVerb implements Callable<Integer> {
  private static final int TABLE_ROWS = 50;

  @Option(names = "--function", paramLabel = "NAME", description = "Only this function.")
  private String function = "";

  @Option(
      names = "--since",
      paramLabel = "UTC",
      description = "Only what started then or later: 2026-11-21T08:52:05.123Z or 2026-11-21.")
  private String since = "";

  @Option(names = "--by", paramLabel = "KEY", description = "Sum up by ${COMPLETION-CANDIDATES}.")
  private @Nullable RollupKey by;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private LedgerOutput output = LedgerOutput.table;

  @Mixin private Target target;

  private final Context context;

  LedgerVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    PlatformClient client = target.client(context);
    RollupKey key = by;
    switch (output) {
      case json -> client.download("/v1/ledger" + query(), context.console().out());
      case csv -> client.download("/v1/ledger" + query("format=csv"), context.console().out());
      case table -> table(client, key);
    }
    return 0;
  }

  private void table(PlatformClient client, @Nullable RollupKey key) {
    if (key == null) {
      var entries =
          client
              .demand("GET", "/v1/invocations" + query("limit=" + TABLE_ROWS), null)
              .objects("entries");
      LedgerTables.entries(entries).print(context.console());
      if (entries.size() == TABLE_ROWS) {
        context
            .console()
            .say("these are the newest %d; --output json has all".formatted(TABLE_ROWS));
      }
    } else {
      var rows = client.demand("GET", "/v1/ledger" + query(), null).objects("rows");
      LedgerTables.rollup(key.name().toUpperCase(Locale.ROOT), rows).print(context.console());
    }
  }

  private String query(String... more) {
    List<String> parts = new ArrayList<>(List.of(more));
    if (!function.isEmpty()) {
      parts.add("function=" + PlatformClient.escaped(function));
    }
    if (!since.isEmpty()) {
      parts.add("since=" + PlatformClient.escaped(since));
    }
    if (by != null) {
      parts.add("by=" + by);
    }
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }
}
