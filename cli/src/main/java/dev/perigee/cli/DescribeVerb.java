package dev.perigee.cli;

import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `perigee describe`: one function.
@Command(name = "describe", description = "Describe a function.", mixinStandardHelpOptions = true)
final class DescribeVerb implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Name of the function.")
  private String name = "";

  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  DescribeVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String path = "/v1/functions/" + PlatformClient.escaped(name);
    Reply reply = target.client(context).demand("GET", path, null);
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      Description.print(context.console(), reply.object());
    }
    return 0;
  }
}
