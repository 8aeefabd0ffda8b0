package dev.perigee.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All sources have the one format. The formatter runs inside the test's own JVM, because Maven may
/// run on a JDK whose parser is older than our language level.
final class FormatTest {
  private final Repository repository = Repository.here();

  @Test
  void sourcesHaveTheOneFormat() {
    List<Path> sources = repository.filesNamed(".java");
    assertThat(sources).as("sources under %s", repository.root()).hasSizeGreaterThan(30);

    assertThat(misformatted(sources).stream().map(repository::name))
        .as("sources in another format; remedy: run scripts/format")
        .isEmpty();
  }

  @Test
  void noticesASourceInAnotherFormat(@TempDir Path dir) throws IOException {
    Path source = Files.writeString(dir.resolve("A.java"), "class A { int  x; }\n");

    assertThat(misformatted(List.of(source))).containsExactly(source);
  }

  @Test
  void leavesTablesAndCodeInMarkdownCommentsAlone(@TempDir Path dir) throws IOException {
    String text =
        """
        /// A table, too wide for the page.
        ///
        /// | a | b |
        /// |---|---|
        /// | %s | x |
        ///
        ///     code   stays
        class A {}
        """
            .formatted("wide ".repeat(30).strip());
    Path source = Files.writeString(dir.resolve("A.java"), text);

    assertThat(misformatted(List.of(source))).isEmpty();
  }

  private static List<Path> misformatted(List<Path> sources) {
    List<String> arguments = new ArrayList<>(List.of("--dry-run"));
    sources.forEach(source -> arguments.add(source.toString()));
    StringWriter changed = new StringWriter();
    StringWriter problems = new StringWriter();
    int code =
        ToolProvider.findFirst("google-java-format")
            .orElseThrow()
            .run(
                new PrintWriter(changed),
                new PrintWriter(problems),
                arguments.toArray(String[]::new));
    assertThat(code).as("the formatter failed: %s", problems).isZero();
    return changed.toString().lines().map(Path::of).sorted().toList();
  }
}
