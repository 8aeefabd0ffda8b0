package dev.perigee.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LicencesTest {
  private static final int LIBRARY_COUNT_MIN = 40;

  @Test
  void shippedLibrariesGoWithOurLicence() {
    Map<String, Path> classPath = classPath();
    Map<String, Optional<String>> problems = new TreeMap<>();
    for (String jar : shipped()) {
      Path library = classPath.get(jar);
      if (library == null) {
        problems.put(jar, Optional.of(jar + " is shipped by cli, but checks does not see it"));
      } else if (library.toString().endsWith(".jar") && !isOurs(library)) {
        problems.put(jar, Licences.problem(jar, Licences.of(library)));
      }
    }
    assertThat(problems).as("libraries seen").hasSizeGreaterThanOrEqualTo(LIBRARY_COUNT_MIN);
    assertThat(problems.values().stream().flatMap(Optional::stream)).isEmpty();
  }

  @Test
  void refusesCopyleft() {
    for (String licence :
        List.of("GNU General Public License, version 2", "LGPL-2.1-or-later", "AGPL-3.0")) {
      assertThat(Licences.problem("some:library:1.0", List.of(licence)))
          .hasValueSatisfying(
              p -> assertThat(p).contains("some:library:1.0", licence, "use another library"));
    }
  }

  @Test
  void acceptsOneOfSeveralLicences() {
    assertThat(Licences.problem("a:b:1", List.of("GPL-2.0", "Apache-2.0"))).isEmpty();
  }

  @Test
  void refusesALibraryThatNamesNoLicence() {
    assertThat(Licences.problem("a:b:1", List.of())).isPresent();
  }

  private static boolean isOurs(Path library) {
    return library.startsWith(Repository.here().root());
  }

  /// File names of the jars that cli assembles; our own are not among them while no jar is built.
  private static List<String> shipped() {
    Path lib = Repository.here().root().resolve("cli/target/perigee/lib");
    try (Stream<Path> jars = Files.list(lib)) {
      return jars.map(jar -> jar.getFileName().toString())
          .filter(name -> !isModule(name))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("no assembled cli at " + lib + ": run mvn verify", e);
    }
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
