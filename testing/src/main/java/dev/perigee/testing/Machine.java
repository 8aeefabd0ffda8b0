package dev.perigee.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/// The folders with programs, and what the environment says must be there.
///
/// @param path the folders of the search path, in its order
/// @param required names that fail a test instead of skipping it
record Machine(List<Path> path, Set<String> required) {
  Machine {
    path = List.copyOf(path);
    required = Set.copyOf(required);
  }

  static Machine here() {
    return of(System.getenv("PATH"), System.getenv("PERIGEE_REQUIRE"));
  }

  static Machine of(@Nullable String path, @Nullable String required) {
    List<Path> folders =
        words(path, File.pathSeparator).stream().map(Path::of).collect(Collectors.toList());
    return new Machine(folders, Set.copyOf(words(required, ",")));
  }

  private static List<String> words(@Nullable String text, String separator) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(separator))
            .map(String::strip)
            .filter(w -> !w.isEmpty())
            .toList();
  }

  /// The first executable file of this name on the search path.
  Path program(String name, String file, String remedy) {
    return program(name, List.of(file), remedy);
  }

  /// The same for a program that has several names: the first name that is there.
  Path program(String name, List<String> files, String remedy) {
    for (String file : files) {
      for (Path folder : path) {
        Path candidate = folder.resolve(file);
        if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
          return candidate;
        }
      }
    }
    throw lack(name, "no program '" + String.join("' or '", files) + "' on the PATH; " + remedy);
  }

  void require(String name, boolean holds, String remedy) {
    if (!holds) {
      throw lack(name, remedy);
    }
  }

  private RuntimeException lack(String name, String why) {
    if (required.contains(name)) {
      throw new AssertionError("PERIGEE_REQUIRE contains '" + name + "', but " + why);
    }
    return new TestAbortedException("needs " + name + ": " + why);
  }
}
