package dev.perigee.cli;

import dev.perigee.api.WireException;
import dev.perigee.cli.settings.Settings;
import dev.perigee.cli.settings.SettingsCheck;
import dev.perigee.cli.settings.SettingsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `perigee up`: the platform in the foreground.
@Command(
    name = "up",
    description = "Start the platform and stay up until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class UpVerb implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "YAML file of these options. An option goes before the environment (PERIGEE_PORT for"
              + " --port), and that before the file.")
  private @Nullable Path config;

  @Mixin private PlatformOptions platform;
  @Spec private CommandSpec spec;

  private final Context context;

  UpVerb(Context context) {
    this.context = context;
  }

  /// Without a file: the environment still counts.
  @Override
  public Integer call() {
    Map<String, SettingsFile.Value> values = Map.of();
    if (config != null) {
      SettingsFile file = SettingsFile.read(config);
      List<String> problems = check(context).problems(file);
      if (!problems.isEmpty()) {
        throw new WireException(problems);
      }
      values = file.values();
    }
    return up(values);
  }

  /// Parses once more, now that it is known what the file says.
  private int up(Map<String, SettingsFile.Value> values) {
    UpVerb verb = new UpVerb(context);
    CommandLine line = new CommandLine(verb);
    line.setCommandName("perigee up");
    line.setOut(spec.commandLine().getOut());
    line.setErr(spec.commandLine().getErr());
    line.setDefaultValueProvider(new Settings(values, context.environment()));
    List<String> words = spec.commandLine().getParseResult().originalArgs();
    line.parseArgs(words.subList(words.indexOf("up") + 1, words.size()).toArray(String[]::new));
    return verb.start(verb.options());
  }

  private int start(UpOptions options) {
    return context
        .lifetime()
        .during(
            () -> context.starter().start(options),
            running ->
                options.log().say("up at %s, data in %s".formatted(running.url(), options.data())));
  }

  private UpOptions options() {
    Path home = Path.of(context.environment().getOrDefault("HOME", "."));
    return platform.read(spec, context.environment(), home.resolve(".perigee"));
  }

  /// What finds all that is wrong with a file.
  static SettingsCheck check(Context context) {
    return new SettingsCheck(
        new CommandLine(new UpVerb(context)),
        arguments -> {
          UpVerb verb = new UpVerb(context);
          var _ = new CommandLine(verb).parseArgs(arguments);
          var _ = verb.options();
        });
  }
}
