package dev.perigee.cli;

import dev.perigee.api.Json;
import dev.perigee.api.ProvisionRequest;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
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

/// `perigee provision`: workers that are there ahead of calls.
@Command(
    name = "provision",
    mixinStandardHelpOptions = true,
    description = "Keep workers of a version or alias warm, or show or end that.")
final class ProvisionVerb implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "NAME[:VERSION|:ALIAS]",
      description = "The function; to change something, with a version or alias.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "N",
      arity = "0..1",
      description = "Workers that are to be there.")
  private @Nullable Integer workerCount;

  @Option(names = "--delete", description = "Keep none any more.")
  private boolean delete;

  @Spec private CommandSpec spec;

  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  ProvisionVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    int colon = name.indexOf(':');
    String function = colon < 0 ? name : name.substring(0, colon);
    String all = "/v1/functions/" + PlatformClient.escaped(function) + "/provisioned";
    PlatformClient client = target.client(context);
    if (colon < 0 && workerCount == null && !delete) {
      list(client.demand("GET", all, null));
      return 0;
    }
    if (colon < 0 || delete == (workerCount != null)) {
      throw new ParameterException(
          spec.commandLine(), "say NAME:VERSION or NAME:ALIAS, and either N or --delete");
    }
    change(client, all + "/" + PlatformClient.escaped(name.substring(colon + 1)));
    return 0;
  }

  private void change(PlatformClient client, String path) {
    if (workerCount == null) {
      client.demand("DELETE", path, null);
      context.console().out().println("nothing of " + name + " is kept any more");
      return;
    }
    Reply reply = client.demand("PUT", path, Json.bytes(new ProvisionRequest(workerCount)));
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      context.console().out().println(workerCount + " workers of " + name + " are on their way");
    }
  }

  private void list(Reply reply) {
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
      return;
    }
    Table table = new Table("QUALIFIER", "WORKERS", "READY", "STATUS", "REASON");
    for (Map<String, @Nullable Object> each : reply.objects("provisioned")) {
      table.row(
          Figures.exact(each.get("qualifier")),
          Figures.exact(each.get("workerCount")),
          Figures.exact(each.get("readyCount")),
          Figures.exact(each.get("status")),
          Figures.exact(each.get("reason")));
    }
    table.print(context.console());
  }
}
