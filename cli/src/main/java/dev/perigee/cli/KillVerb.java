package dev.perigee.cli;

import dev.perigee.cli.client.PlatformClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee kill`: stops a function.
@Command(
    name = "kill",
    description = "Cut off what runs of a function and refuse what comes.",
    mixinStandardHelpOptions = true)
final class KillVerb implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Name of the function.")
  private String name = "";

  @Option(names = "--lift", description = "Let it run again.")
  private boolean lift;

  @Mixin private Target target;

  private final Context context;

  KillVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String path = "/v1/kill/function/" + PlatformClient.escaped(name);
    var _ = target.client(context).demand(lift ? "DELETE" : "POST", path, null);
    context.console().out().println(name + (lift ? " may run again" : " is stopped"));
    return 0;
  }
}
