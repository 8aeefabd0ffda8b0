package dev.perigee.runtime.language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Code laid out as Maven wants it: sources in `src/main/java`, resources in `src/main/resources`,
/// and tests, which are nothing to a deployment.
final class MavenLayout {
  private MavenLayout() {}

  /// The folder below which sources are to be compiled.
  static Path sources(Path code) {
    Path main = code.resolve("src/main/java");
    return Files.isDirectory(main) ? main : code;
  }

  /// Copies resources to where a class path has them.
  static void raiseResources(Path code) throws IOException {
    Path resources = code.resolve("src/main/resources");
    if (!Files.isDirectory(resources)) {
      return;
    }
    try (Stream<Path> files = Files.walk(resources)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = code.resolve(resources.relativize(file).toString());
        Files.createDirectories(target.resolveSibling(""));
        if (!Files.exists(target)) {
          Files.copy(file, target);
        }
      }
    }
  }
}
