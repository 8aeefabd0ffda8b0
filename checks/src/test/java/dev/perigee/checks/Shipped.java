package dev.perigee.checks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The jars that cli assembles.
final class Shipped {
  private static final Path LIB = Repository.here().root().resolve("cli/target/perigee/lib");

  private Shipped() {}

  /// Libraries by file name, as they lie in the local repository; empty for one that checks does
  /// not see. Our own jars are not among them.
  static SortedMap<String, Optional<Path>> libraries() {
    Map<String, Path> classPath = classPath();
    SortedMap<String, Optional<Path>> libraries = new TreeMap<>();
    for (String jar : jars()) {
      Optional<Path> library = Optional.ofNullable(classPath.get(jar));
      if (!isModule(jar) && library.filter(Shipped::isOurs).isEmpty()) {
        libraries.put(jar, library);
      }
    }
    return libraries;
  }

  /// Our own.
  static List<Path> modules() {
    return jars().stream().filter(Shipped::isModule).map(LIB::resolve).toList();
  }

  private static List<String> jars() {
    try (Stream<Path> jars = Files.list(LIB)) {
      return jars.map(jar -> jar.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("no assembled cli at " + LIB + ": run mvn verify", e);
    }
  }

  private static boolean isOurs(Path library) {
    return library.startsWith(Repository.here().root());
  }

  private static boolean isModule(String jar) {
    return Poms.modules(Repository.here().root()).stream()
        .anyMatch(module -> jar.equals(module + "-" + Poms.version() + ".jar"));
  }

  private static Map<String, Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .collect(
            Collectors.toMap(
                entry -> entry.getFileName().toString(), Function.identity(), (a, b) -> a));
  }
}
