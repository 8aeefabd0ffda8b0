package dev.perigee.runtime.wasm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Compiled modules on disk, named by what they were made of and by what: `<sha256 of the
/// module>.<engine>.wasmc`.
final class Artefacts {
  private final Path directory;
  private final String engine;
  private final Set<Path> present = ConcurrentHashMap.newKeySet();

  Artefacts(Path directory, String engine) {
    this.directory = directory;
    this.engine = engine;
  }

  Path pathOf(byte[] module) {
    return directory.resolve(sha256(module) + "." + engine + ".wasmc");
  }

  boolean has(Path path) {
    return present.contains(path) || (Files.isRegularFile(path) && present.add(path));
  }

  /// Writes it so that nobody ever sees a half of it.
  void write(Path path, byte[] artefact) throws IOException {
    Files.createDirectories(directory);
    Path part = directory.resolve(path.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.write(part, artefact);
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
    present.add(path);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
