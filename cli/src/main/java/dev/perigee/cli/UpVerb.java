package dev.perigee.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `perigee up`: the platform in the foreground.
@Command(
    name = "up",
    description = "Start the platform and stay up until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class UpVerb implements Callable<Integer> {
  @Mixin private PlatformOptions platform;
  @Spec private CommandSpec spec;

  private final Context context;

  UpVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Path home = Path.of(context.environment().getOrDefault("HOME", "."));
    UpOptions options = platform.read(spec, context.environment(), home.resolve(".perigee"));
    return context
        .lifetime()
        .during(
            () -> context.starter().start(options),
            running ->
                context
                    .console()
                    .say("up at %s, data in %s".formatted(running.url(), options.data())));
  }
}
