package dev.perigee.cli;

import dev.perigee.cli.client.Identity;
import dev.perigee.cli.client.PlatformClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `perigee demo`: the platform with real functions on real input.
@Command(
    name = "demo",
    description = "Start the platform, run real functions on real input, stay up until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class DemoVerb implements Callable<Integer> {
  @Option(
      names = "--list",
      paramLabel = "FILE",
      description = "What to deploy and call; default: the checkout's examples/demo.json.")
  private String list = "";

  @Mixin private PlatformOptions platform;
  @Spec private CommandSpec spec;

  private final Context context;

  DemoVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    UpOptions options = platform.read(spec, context.environment(), freshFolder());
    Path file =
        list.isEmpty() ? context.home().resolve("examples").resolve("demo.json") : Path.of(list);
    return context
        .lifetime()
        .during(() -> context.starter().start(options), running -> show(running, options, file));
  }

  private void show(Running running, UpOptions options, Path file) {
    URI url = running.url();
    context.console().say("up at %s, data in %s".formatted(url, options.data()));
    Identity identity = Identity.in(context.environment());
    new Demo(context, new PlatformClient(url, "", identity)).run(file);
    context.console().out().println();
    context.console().out().println("Dashboard: " + url + "/");
    context.console().out().flush();
  }

  private static Path freshFolder() {
    try {
      return Files.createTempDirectory("perigee-demo-");
    } catch (IOException e) {
      throw new VerbException(
          "can't make a folder for the demo's data: %s; give --data DIR".formatted(e), e);
    }
  }
}
