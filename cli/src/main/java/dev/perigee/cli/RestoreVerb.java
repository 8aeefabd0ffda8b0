package dev.perigee.cli;

import dev.perigee.cli.backup.Restorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee restore FILE --data DIR`: a data folder out of a backup.
@Command(
    name = "restore",
    description = "Lay a backup out as a new data folder, checked by its digests.",
    mixinStandardHelpOptions = true)
final class RestoreVerb implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "What `perigee backup` wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Data folder to make; it must be empty or not there.")
  private Path data = Path.of("");

  private final Context context;

  RestoreVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    int count = new Restorer(file, data).restore();
    context
        .console()
        .say("restored %d files; start it with `perigee up --data %s`".formatted(count, data));
    return 0;
  }
}
