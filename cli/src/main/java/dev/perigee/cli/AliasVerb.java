package dev.perigee.cli;

import dev.perigee.api.AliasRequest;
import dev.perigee.api.Json;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `perigee alias`: names for versions of a function.
@Command(name = "alias", description = "List the aliases of a function, or set or delete one.")
final class AliasVerb implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the function.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "ALIAS", arity = "0..1", description = "Name of the alias.")
  private @Nullable String alias;

  @Option(names = "--version", paramLabel = "N", description = "Version that it stands for.")
  private @Nullable String version;

  @Option(
      names = "--also",
      paramLabel = "N=SHARE",
      description = "Another version that gets this share of the calls, such as 2=0.1.")
  private @Nullable Map<String, Double> also;

  /// The standard options have a `--version` of their own.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  @Option(names = "--delete", description = "Delete the alias.")
  private boolean delete;

  @Spec private CommandSpec spec;

  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  AliasVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    PlatformClient client = target.client(context);
    String aliases = "/v1/functions/" + PlatformClient.escaped(name) + "/aliases";
    if (alias == null) {
      list(client.demand("GET", aliases, null));
    } else if (delete) {
      client.demand("DELETE", aliases + "/" + PlatformClient.escaped(alias), null);
      context.console().out().println("deleted " + name + ":" + alias);
    } else if (version == null) {
      throw new ParameterException(
          spec.commandLine(), "say what the alias stands for with --version N, or --delete it");
    } else {
      set(client, aliases, alias, version);
    }
    return 0;
  }

  private void set(PlatformClient client, String aliases, String alias, String version) {
    AliasRequest request =
        new AliasRequest(version, Optional.empty(), new TreeMap<>(also == null ? Map.of() : also));
    String path = aliases + "/" + PlatformClient.escaped(alias);
    Reply reply = client.demand("PUT", path, Json.bytes(request));
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      context.console().out().println(name + ":" + alias + " is version " + version);
    }
  }

  private void list(Reply reply) {
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
      return;
    }
    Table table = new Table("ALIAS", "VERSION", "DESCRIPTION");
    for (Map<String, @Nullable Object> each : reply.objects("aliases")) {
      table.row(
          Figures.exact(each.get("alias")),
          Figures.exact(each.get("version")),
          Figures.exact(each.get("description")));
    }
    table.print(context.console());
  }
}
