package dev.perigee.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The documents hold: links lead somewhere, promises are proven, words are our own.
final class DocumentsTest {
  private static final Pattern TEXT =
      Pattern.compile(
          ".*(\\.(java|md|xml|py|c|sh|js|json|ya?ml|txt|properties|config)|/perigee|/run|"
              + "scripts/[a-z-]+)");
  private static final Pattern ARROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]*) \\|");

  private final Repository repository = Repository.here();

  @Test
  void linksLeadSomewhere() {
    List<String> broken =
        repository.filesNamed(".md").stream().flatMap(doc -> Links.broken(doc).stream()).toList();

    assertThat(broken).as("links to files or headings that are not there").isEmpty();
  }

  @Test
  void noticesALinkThatLeadsNowhere(@TempDir Path dir) throws IOException {
    Files.writeString(dir.resolve("b.md"), "# A heading: two\n");
    Path doc =
        Files.writeString(
            dir.resolve("a.md"),
            "[x](b.md#a-heading-two) [y](c.md) [z](b.md#none) [w](https://a.b)");

    assertThat(Links.broken(doc)).containsExactly("a.md: c.md", "a.md: b.md#none");
  }

  @Test
  void promisesAreProven() {
    String text = Repository.text(repository.root().resolve("PROMISES.md"));
    Set<String> files =
        repository.files().stream().map(repository::name).collect(Collectors.toSet());

    assertThat(Promises.unproven(text, files)).isEmpty();
  }

  @Test
  void noticesAPromiseWithoutProof() {
    String text =
        "| promise | proof |\n|---|---|\n| fast | `NoSuchTest` |\n| slow | not tested |\n";

    assertThat(Promises.unproven(text, Set.of("a/b/OtherTest.java")))
        .singleElement()
        .asString()
        .contains("NoSuchTest", "remedy: name one that exists, or say 'not tested'");
  }

  @Test
  void textSpeaksOfTheProjectAlone() {
    List<String> problems =
        repository.files().stream()
            .filter(file -> TEXT.matcher(file.toString()).matches())
            .filter(file -> !file.toString().contains("/resources/"))
            .flatMap(f -> Wording.problems(repository.name(f), Repository.text(f)).stream())
            .toList();

    assertThat(problems).isEmpty();
  }

  @Test
  void noticesThePathOfOneMachine() {
    assertThat(Wording.problems("a.md", "fine\nsee /wor" + "k/main\n"))
        .containsExactly("a.md:2: '/wor" + "k/'; remedy: write a path relative to the checkout");
  }

  @Test
  void architectureShowsTheArrowsThatAreChecked() {
    String text = Repository.text(repository.root().resolve("ARCHITECTURE.md"));
    List<String> shown =
        ARROW.matcher(text).results().map(row -> row.group(1) + " -> " + row.group(2)).toList();

    assertThat(shown)
        .as("arrow table of ARCHITECTURE.md")
        .containsExactlyInAnyOrderElementsOf(
            Arrows.modules().stream().map(DocumentsTest::arrow).toList());
  }

  private static String arrow(String module) {
    Set<String> to = new TreeSet<>(Arrows.from(module));
    return module + " -> " + (to.isEmpty() ? "nothing" : String.join(" ", to));
  }
}
