package dev.perigee.cli;

import dev.perigee.cli.client.PlatformClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `perigee delete`: removes a function; its entries in the ledger stay.
@Command(
    name = "delete",
    description = "Delete a function. What it took stays in the ledger.",
    mixinStandardHelpOptions = true)
final class DeleteVerb implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Name of the function.")
  private String name = "";

  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  DeleteVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String path = "/v1/functions/" + PlatformClient.escaped(name);
    target.client(context).demand("DELETE", path, null);
    if (output.isJson()) {
      OutputOption.print(
          context.console(),
          json -> {
            json.writeStartObject();
            json.writeStringField("deleted", name);
            json.writeEndObject();
          });
    } else {
      context.console().out().println("deleted " + name);
    }
    return 0;
  }
}
