package dev.perigee.runtime.sandbox;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where programs of the machine are looked for.
public record SearchPath(List<String> folders) {
  /// What every minimal root shows of the machine.
  private static final List<String> SHOWN = List.of("/usr", "/bin", "/sbin");

  public SearchPath {
    folders = List.copyOf(folders);
  }

  /// The variable `PATH` of this process.
  public static SearchPath ofMachine() {
    return of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
  }

  static SearchPath of(String path) {
    return new SearchPath(
        List.of(path.split(File.pathSeparator)).stream()
            .map(folder -> folder.isEmpty() ? "." : folder)
            .toList());
  }

  /// The first executable file of a name.
  public Optional<Path> find(String name) {
    return folders.stream()
        .map(folder -> Path.of(folder, name))
        .filter(program -> Files.isExecutable(program) && !Files.isDirectory(program))
        .map(Path::toAbsolutePath)
        .findFirst();
  }

  /// The first that a minimal root shows too.
  Optional<Path> findShown(String name) {
    return new SearchPath(
            folders.stream()
                .filter(folder -> SHOWN.stream().anyMatch(Path.of(folder)::startsWith))
                .toList())
        .find(name);
  }
}
