package dev.perigee.cli;

import dev.perigee.cli.settings.SettingsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `perigee config check FILE`: all that is wrong with a configuration file.
@Command(
    name = "config",
    description = "Check a configuration file of `up`.",
    mixinStandardHelpOptions = true)
final class ConfigVerb implements Callable<Integer> {
  private final Context context;

  ConfigVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.console().say("say what to do: config check FILE");
    return 2;
  }

  /// Fails if anything is wrong.
  @Command(
      name = "check",
      description = "Say all that is wrong with a file.",
      mixinStandardHelpOptions = true)
  int check(
      @Parameters(paramLabel = "FILE", description = "A file for `up --config`.") Path file,
      @Mixin OutputOption output) {
    List<String> problems = UpVerb.check(context).problems(SettingsFile.read(file));
    if (output.isJson()) {
      OutputOption.print(
          context.console(),
          json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("problems");
            for (String problem : problems) {
              json.writeString(problem);
            }
            json.writeEndArray();
            json.writeEndObject();
          });
    } else if (problems.isEmpty()) {
      context.console().out().println(file + " is right");
    } else {
      problems.forEach(context.console()::say);
    }
    return problems.isEmpty() ? 0 : 1;
  }
}
