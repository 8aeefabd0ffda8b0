package dev.perigee.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Scenario tests as text: lines that begin with `>` are commands, those below them what came out.
/// `-Dperigee.rewrite=true` writes what comes out now; lines that begin with `#` stay.
public final class ScenarioText {
  private static final Path RESOURCES = Path.of("src", "test", "resources");

  /// A command: words, and words of the form `name=value`.
  public record Command(List<String> words, Map<String, String> named) {
    static Command parse(String line) {
      List<String> words = new ArrayList<>();
      Map<String, String> named = new HashMap<>();
      for (String word : line.strip().split(" +")) {
        int at = word.indexOf('=');
        if (at < 0) {
          words.add(word);
        } else {
          named.put(word.substring(0, at), word.substring(at + 1));
        }
      }
      return new Command(words, named);
    }

    public String word(int index) {
      return words.get(index);
    }

    public int number(int index) {
      return Integer.parseInt(words.get(index));
    }

    public int number(String name, int otherwise) {
      return Integer.parseInt(named.getOrDefault(name, Integer.toString(otherwise)));
    }
  }

  private ScenarioText() {}

  /// A test per file of a folder.
  ///
  /// @param machine makes what runs the commands of one file
  public static Stream<DynamicTest> tests(
      String folder, Supplier<Function<Command, List<String>>> machine) {
    return files(folder)
        .map(file ->
            DynamicTest.dynamicTest(
                String.valueOf(file.getFileName()), () -> check(file, machine.get())));
  }

  private static Stream<Path> files(String folder) {
    try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(Path file, Function<Command, List<String>> machine) throws IOException {
    String before = Files.readString(file);
    StringBuilder after = new StringBuilder();
    for (String line : before.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        after.append(line).append('\n');
      } else if (line.startsWith(">")) {
        after.append(line).append('\n');
        machine
            .apply(Command.parse(line.substring(1)))
            .forEach(out -> after.append("  ").append(out).append('\n'));
      }
    }
    if (Boolean.getBoolean("perigee.rewrite")) {
      Files.writeString(file, after);
    } else {
      assertThat(after.toString()).isEqualTo(before);
    }
  }
}
