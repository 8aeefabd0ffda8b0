package dev.perigee.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// The checkout that the checks run in. Files are found by walking it, so that the checks also hold
/// for a copy without version control.
final class Repository {
  private static final Set<String> SKIPPED =
      Set.of("target", ".git", ".perigee", ".idea", ".vscode", "__pycache__", "shared");

  private final Path root;

  private Repository(Path root) {
    this.root = root;
  }

  /// The checkout around the working directory of the test.
  static Repository here() {
    Path at = Path.of("").toAbsolutePath();
    for (Path dir = at; dir != null; dir = dir.getParent()) {
      if (Files.isDirectory(dir.resolve(".mvn"))) {
        return new Repository(dir);
      }
    }
    throw new IllegalStateException(
        "no folder with .mvn at or above " + at + ": run the checks inside a checkout");
  }

  Path root() {
    return root;
  }

  /// All files that belong to the project, sorted by path.
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(root, collector(files));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + root, e);
    }
    Collections.sort(files);
    return files;
  }

  List<Path> filesNamed(String suffix) {
    return files().stream().filter(file -> file.toString().endsWith(suffix)).toList();
  }

  /// The path as the documents write it: from the root, with slashes.
  String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + " as UTF-8", e);
    }
  }

  private static SimpleFileVisitor<Path> collector(List<Path> files) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
        return SKIPPED.contains(dir.getFileName().toString())
            ? FileVisitResult.SKIP_SUBTREE
            : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && !file.getFileName().toString().equals(".git")) {
          files.add(file);
        }
        return FileVisitResult.CONTINUE;
      }
    };
  }
}
