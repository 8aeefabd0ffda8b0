package dev.perigee.cli;

import dev.perigee.platform.access.KeyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `perigee secrets`: the keys that secrets are sealed with.
@Command(
    name = "secrets",
    description = "Look after the keys that secrets in a data folder are sealed with.",
    mixinStandardHelpOptions = true)
final class SecretsVerb {
  private final Context context;

  SecretsVerb(Context context) {
    this.context = context;
  }

  @Command(
      name = "rotate",
      description = "Add a key, which seals from the next start on; the others still open.",
      mixinStandardHelpOptions = true)
  int rotate(
      @Option(
              names = "--data",
              paramLabel = "DIR",
              required = true,
              description = "Folder of the platform.")
          Path data) {
    Path file = data.resolve(KeyFile.NAME);
    if (!Files.exists(file)) {
      throw new VerbException(file + " is not there: the first `perigee up` makes it");
    }
    String id = new KeyFile(file).rotate();
    context.console().out().println(id + " seals from the next start on");
    return 0;
  }
}
