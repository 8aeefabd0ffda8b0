package dev.perigee.cli;

import dev.perigee.cli.show.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `perigee dev`: deploys a folder after each change and shows what the function writes.
@Command(
    name = "dev",
    description = "Deploy a folder after each change and follow the function's log.",
    mixinStandardHelpOptions = true)
final class DevVerb implements Callable<Integer> {
  private static final long POLL_MS = 300;

  @Parameters(paramLabel = "DIR", description = "Folder of the function.")
  private Path dir = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the function; default: that of perigee.json, then the folder's.")
  private String name = "";

  @Option(names = "--once", description = "Deploy once and end.")
  private boolean once;

  @Mixin private CodeOptions options;
  @Mixin private Target target;
  @Spec private CommandSpec spec;

  private final Context context;

  DevVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!Files.isDirectory(dir)) {
      throw new ParameterException(
          spec.commandLine(), dir + " is no folder: `perigee init` makes one");
    }
    Console console = context.console();
    DevLoop loop = new DevLoop(console, target.client(context), functionName(), dir, options);
    boolean deployed = loop.step();
    if (once) {
      return deployed ? 0 : 1;
    }
    console.say("watching " + dir + ", Ctrl-C ends");
    while (!console.out().checkError()) {
      Thread.sleep(POLL_MS);
      loop.step();
    }
    return 0;
  }

  private String functionName() {
    String fromFile = FunctionFile.in(dir).name();
    if (!name.isEmpty()) {
      return name;
    }
    return fromFile.isEmpty()
        ? dir.toAbsolutePath().normalize().getFileName().toString()
        : fromFile;
  }
}
