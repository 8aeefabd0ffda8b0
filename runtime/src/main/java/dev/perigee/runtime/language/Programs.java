package dev.perigee.runtime.language;

import dev.perigee.runtime.sandbox.SearchPath;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Finds the programs of the machine that run functions.
final class Programs {
  private Programs() {}

  /// The first executable file of a name on the search path.
  static Path find(String name, String install) throws WorkerStartException {
    return SearchPath.ofMachine()
        .find(name)
        .orElseThrow(() ->
            WorkerStartException.ofMachine(
                name + " is not on the PATH; install the package " + install));
  }

  /// Lets a sandbox of the platform's own commands see a program. An installation outside of `/usr`
  /// has it and its libraries below one folder.
  static void show(Path program, Map<Path, String> shown, Map<String, String> environment)
      throws IOException {
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    if (!program.toRealPath().startsWith("/usr")) {
      Path home = program.resolve("../..").normalize();
      shown.put(home.toRealPath(), home.toString());
      environment.put("PATH", home.resolve("bin") + ":/usr/bin:/bin");
    }
  }
}
