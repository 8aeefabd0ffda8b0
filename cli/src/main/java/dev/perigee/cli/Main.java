package dev.perigee.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.WireException;
import dev.perigee.cli.client.ClientException;
import dev.perigee.cli.show.Console;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The one binary: `perigee VERB ...`. Exit codes: 0 done, 1 failed, 2 wrong usage.
@Command(
    name = "perigee",
    description = "One serverless platform for the Edge-Cloud-Space continuum.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionVerb.Provider.class,
    synopsisSubcommandLabel = "VERB")
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(Context.ofProcess(), args));
  }

  static int run(Context context, String... args) {
    Console console = context.console();
    CommandLine line = commandLine(context, args);
    line.setOut(new PrintWriter(console.out(), true, UTF_8));
    line.setErr(new PrintWriter(console.err(), true, UTF_8));
    line.setExecutionExceptionHandler((fault, _, _) -> failed(context, fault));
    int code = line.execute(args);
    console.out().flush();
    console.err().flush();
    return code;
  }

  /// Without a verb: help, and a wrong usage.
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }

  /// Only the verb that is named: each one costs time to look through.
  private static CommandLine commandLine(Context context, String[] args) {
    String named = args.length == 0 ? "" : args[0];
    Function<Context, Object> maker = Verbs.makers().get(named);
    if (maker == null) {
      return full(context);
    }
    return new CommandLine(new Main()).addSubcommand(named, maker.apply(context));
  }

  /// With all verbs.
  static CommandLine full(Context context) {
    CommandLine line = new CommandLine(new Main());
    for (Map.Entry<String, Function<Context, Object>> verb : Verbs.makers().entrySet()) {
      line.addSubcommand(verb.getKey(), verb.getValue().apply(context));
    }
    return line;
  }

  private static int failed(Context context, Exception fault) {
    Console console = context.console();
    console.progressDone();
    switch (fault) {
      case ClientException said -> said.problems().forEach(console::say);
      case WireException malformed -> malformed.problems().forEach(console::say);
      default -> console.say(fault.getMessage() == null ? fault.toString() : fault.getMessage());
    }
    if (context.environment().containsKey("PERIGEE_DEBUG")) {
      fault.printStackTrace(console.err());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
