package dev.perigee.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All tests of a build that did not run.
record SkipReport(List<Skip> skips) {
  private static final String FILE = "target/skipped-tests.tsv";

  SkipReport {
    skips = List.copyOf(skips);
  }

  /// Writes the list of one module, also when it is empty: an older one must not outlive its cause.
  static void write(Path module, List<Skip> skips) {
    Path file = module.resolve(FILE);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, skips.stream().map(Skip::line).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the list of skipped tests to " + file, e);
    }
  }

  /// Collects the lists of all modules below the root of the build.
  static SkipReport read(Path root) {
    List<Skip> all = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.sorted().toList()) {
        Path file = module.resolve(FILE);
        if (Files.exists(file)) {
          Files.readAllLines(file).forEach(line -> all.add(Skip.parse(line)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the lists of skipped tests below " + root, e);
    }
    return new SkipReport(all);
  }

  /// One line: what was lacking, and how many tests that cost.
  String summary() {
    Map<String, Integer> byName = new TreeMap<>();
    skips.forEach(skip -> byName.merge(skip.name(), skip.tests(), Integer::sum));
    return byName.isEmpty()
        ? "skipped: nothing"
        : byName.entrySet().stream()
            .map(e -> e.getKey() + " (" + e.getValue() + (e.getValue() == 1 ? " test)" : " tests)"))
            .collect(Collectors.joining(", ", "skipped: ", ""));
  }
}
