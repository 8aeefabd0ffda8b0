package dev.perigee.cli;

import dev.perigee.api.Json;
import dev.perigee.api.PublishRequest;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee publish`: keeps what was deployed last as a version of its own.
@Command(
    name = "publish",
    description = "Publish what was deployed last as a version that never changes.",
    mixinStandardHelpOptions = true)
final class PublishVerb implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Name of the function.")
  private String name = "";

  @Option(names = "--description", paramLabel = "TEXT", description = "What is special about it.")
  private @Nullable String description;

  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  PublishVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    byte[] body = Json.bytes(new PublishRequest(Optional.ofNullable(description)));
    String path = "/v1/functions/" + PlatformClient.escaped(name) + "/versions";
    Reply reply = target.client(context).demand("POST", path, body);
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      Object version = Json.readObject(reply.body()).get("version");
      context.console().out().println("published " + name + ":" + version);
    }
    return 0;
  }
}
