package dev.perigee.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The byte code of all modules keeps the rules.
final class ArchitectureTest {
  /// Raised as the code grows: a check that sees nothing also finds nothing.
  private static final int CLASS_COUNT_MIN = 200;

  private static final Repository REPOSITORY = Repository.here();
  private static final JavaClasses CLASSES = classes();
  private final Rules rules = new Rules("dev.perigee");

  private static JavaClasses classes() {
    List<Path> folders =
        modules().stream()
            .map(module -> REPOSITORY.root().resolve(module).resolve("target/classes"))
            .filter(Files::isDirectory)
            .toList();
    return new ClassFileImporter().importPaths(folders);
  }

  private static List<String> modules() {
    return Poms.modules(REPOSITORY.root()).stream().filter(m -> !m.equals("checks")).toList();
  }

  @Test
  void seesTheClassesOfAllModules() {
    assertThat(CLASSES.size())
        .as("classes seen; remedy: run the whole build (mvn verify), checks comes last in it")
        .isGreaterThanOrEqualTo(CLASS_COUNT_MIN);
  }

  @Test
  void knowsTheArrowsOfEachModule() {
    assertThat(Arrows.modules()).containsAll(modules());
  }

  @Test
  void modulesImportOnlyAlongTheArrows() {
    rules.arrows().check(CLASSES);
  }

  @Test
  void kernelStaysAwayFromClocksThreadsAndFiles() {
    rules.kernelBans().check(CLASSES);
  }

  @Test
  void kernelNeedsJavaBaseOnly() {
    rules.kernelNeedsOnlyJavaBase().check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    rules.noPackageCycles().check(CLASSES);
  }

  @Test
  void packagesHaveSpeakingNames() {
    rules.speakingPackageNames().check(CLASSES);
  }
}
