package dev.perigee.runtime.sandbox;

import dev.perigee.runtime.worker.WorkerStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Python dependencies of functions.
final class Requirements {
  private final Path directory;

  Requirements(Path directory) {
    this.directory = directory;
  }

  Optional<Path> install(Path code) throws WorkerStartException {
    return installed(code);
  }

  Optional<Path> installed(Path code) {
    return Files.exists(code.resolve("requirements.txt"))
        ? Optional.of(directory)
        : Optional.empty();
  }
}
