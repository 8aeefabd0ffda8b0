package dev.perigee.cli;

import dev.perigee.api.DeployRequest;
import dev.perigee.api.Json;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee deploy`: creates a function or its next version.
@Command(
    name = "deploy",
    description = "Create a function, or its next version.",
    mixinStandardHelpOptions = true)
final class DeployVerb implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Name of the function.")
  private String name = "";

  @Option(
      names = "--code",
      required = true,
      paramLabel = "FILE|DIR|ZIP",
      description = "The code: a file, a folder or a zip archive.")
  private Path code = Path.of("");

  @Mixin private CodeOptions options;
  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  DeployVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    PlatformClient client = target.client(context);
    DeployRequest request = options.request(code);
    context.console().progress("deploying %s (%d KiB)".formatted(name, request.zip().length >> 10));
    Reply reply = deploy(client, name, request);
    context.console().progressDone();
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      Description.print(context.console(), reply.object());
    }
    return 0;
  }

  static Reply deploy(PlatformClient client, String name, DeployRequest request) {
    return client.demand(
        "PUT", "/v1/functions/" + PlatformClient.escaped(name), Json.bytes(request));
  }
}
