package dev.perigee.runtime.language;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Puts what was made where it is looked for.
final class Moves {
  private Moves() {}

  /// Another deployment may have made the same meanwhile; then theirs stays.
  static void into(Path fresh, Path target) throws IOException {
    try {
      Files.move(fresh, target);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException same) {
      return;
    }
  }
}
