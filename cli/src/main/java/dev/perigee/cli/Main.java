package dev.perigee.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The one binary: `perigee VERB ...`. Exit codes: 0 done, 1 failed, 2 wrong usage.
@Command(
    name = "perigee",
    description = "One serverless platform for the Edge-Cloud-Space continuum.",
    subcommands = {VersionVerb.class},
    mixinStandardHelpOptions = true,
    versionProvider = VersionVerb.Provider.class,
    synopsisSubcommandLabel = "VERB")
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }
}
