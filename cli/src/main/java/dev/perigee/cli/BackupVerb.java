package dev.perigee.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `perigee backup FILE`: a copy of all that a platform keeps, while it goes on.
@Command(
    name = "backup",
    description = "Copy all that a platform keeps into a file, while it goes on.",
    mixinStandardHelpOptions = true)
final class BackupVerb implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "File to write; it gets the rights of a secret.")
  private Path file = Path.of("");

  @Mixin private Target target;

  private final Context context;

  BackupVerb(Context context) {
    this.context = context;
  }

  /// Under its name it is whole.
  @Override
  public Integer call() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path draft =
        Files.createTempFile(
            folder == null ? Path.of(".") : folder,
            file.getFileName() + ".",
            ".part",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (OutputStream out = Files.newOutputStream(draft)) {
        target.client(context).download("/v1/backup", out);
      }
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
    context.console().say("wrote %s, %d bytes".formatted(file, Files.size(file)));
    return 0;
  }
}
