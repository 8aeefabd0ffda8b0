package dev.perigee.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What each module and package owes its reader.
final class SourceTreeTest {
  private static final int README_LINE_MAX = 60;
  private static final int SOURCE_LINE_MAX = 500;

  private final Repository repository = Repository.here();

  @Test
  void eachModuleHasAReadmeOfOnePage() {
    assertThat(Poms.modules(repository.root()))
        .as("a README.md of at most %d lines in each module", README_LINE_MAX)
        .allSatisfy(module -> {
          Path readme = repository.root().resolve(module).resolve("README.md");
          assertThat(readme).exists();
          assertThat(Repository.text(readme).lines().count())
              .as("lines of %s/README.md; remedy: move detail to docs/", module)
              .isLessThanOrEqualTo(README_LINE_MAX);
        });
  }

  @Test
  void eachPackageIsDescribedAndNullMarked() {
    assertThat(packages())
        .isNotEmpty()
        .allSatisfy(folder -> {
          Path info = folder.resolve("package-info.java");
          assertThat(info).as("remedy: say in package-info.java what it is about").exists();
          assertThat(Repository.text(info))
              .as("%s; remedy: a paragraph after '///', then @NullMarked", repository.name(info))
              .contains("/// ", "@NullMarked");
        });
  }

  @Test
  void filesAreShort() {
    List<String> tooLong =
        repository.filesNamed(".java").stream()
            .filter(file -> Repository.text(file).lines().count() > SOURCE_LINE_MAX)
            .map(repository::name)
            .toList();

    assertThat(tooLong)
        .as("sources of more than %d lines; remedy: split by concern", SOURCE_LINE_MAX)
        .isEmpty();
  }

  @Test
  void checksSeeEveryModule() {
    Path pom = repository.root().resolve("checks/pom.xml");
    String text = Repository.text(pom);

    assertThat(Poms.modules(repository.root()))
        .as("modules that checks/pom.xml depends on; remedy: add the module there")
        .filteredOn(module -> !module.equals("checks"))
        .allSatisfy(module -> assertThat(text).contains("<artifactId>" + module + "</artifactId>"));
  }

  private List<Path> packages() {
    return repository.filesNamed(".java").stream()
        .filter(file -> repository.name(file).contains("src/main/java/"))
        .flatMap(file -> Stream.ofNullable(file.getParent()))
        .distinct()
        .filter(Files::isDirectory)
        .toList();
  }
}
