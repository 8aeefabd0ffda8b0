package dev.perigee.runtime.language;

import dev.perigee.runtime.worker.WorkerStartException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/// Finds the programs of the machine that run functions.
final class Programs {
  private Programs() {}

  /// The first executable file of a name on the search path.
  static Path find(String name, String install) throws WorkerStartException {
    for (String folder :
        System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator)) {
      Path program = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isExecutable(program) && !Files.isDirectory(program)) {
        return program.toAbsolutePath();
      }
    }
    throw WorkerStartException.ofMachine(
        name + " is not on the PATH; install the package " + install);
  }
}
