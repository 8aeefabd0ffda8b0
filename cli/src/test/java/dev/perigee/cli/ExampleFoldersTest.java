package dev.perigee.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.show.Console;
import dev.perigee.testing.Needs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the READMEs of example folders say to type does what they say.
class ExampleFoldersTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final int README_LINES_MAX = 30;
  private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

  @TempDir Path folder;

  @Test
  void aFunctionRunsByItselfInThreeWays() {
    var _ = Needs.python();
    var _ = Needs.program("curl");
    during(url -> {
      type("triggers", url);
      await(url, "table keys seen", "dev.perigee.bucket.put", "dev.perigee.cron", "shop.order");
      assertThat(run(url, words("table get seen shop.order"))).contains("\"total\": 12");
    });
  }

  @Test
  void aWorkerAddsUpWhatItCanReadAndTheRestIsDead() {
    var _ = Needs.python();
    during(url -> {
      type("resources", url);
      await(url, "table get totals tea", "5");
      await(url, "queue receive unread", "not an order");
    });
  }

  /// The lines of a README that are to be typed.
  private static void type(String example, URI url) {
    List<String> lines;
    try {
      lines = Files.readAllLines(EXAMPLES.resolve(example).resolve("README.md"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    assertThat(lines).hasSizeLessThanOrEqualTo(README_LINES_MAX);
    for (String line : lines) {
      if (line.startsWith("./perigee ")) {
        var _ = run(url, words(line.substring("./perigee ".length())));
      } else if (line.startsWith("curl ")) {
        curl(line.replace("http://127.0.0.1:8080", url.toString()));
      }
    }
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      String word = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      words.add(word.startsWith("examples/") ? "../" + word : word);
    }
    return words;
  }

  private static void curl(String line) {
    try {
      Process curl = new ProcessBuilder(words(line)).redirectErrorStream(true).start();
      String said = new String(curl.getInputStream().readAllBytes(), UTF_8);
      assertThat(curl.waitFor()).as(said).isZero();
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String run(URI url, List<String> words) {
    VerbRunner perigee = new VerbRunner();
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("--url", url.toString()));
    int status = perigee.run(all.toArray(String[]::new));
    return status == 0 ? perigee.out() : perigee.err();
  }

  private static void await(URI url, String line, String... parts) {
    long untilNs = System.nanoTime() + PATIENCE_NS;
    String said = run(url, words(line));
    while (!List.of(parts).stream().allMatch(said::contains) && System.nanoTime() < untilNs) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      said = run(url, words(line));
    }
    assertThat(said).contains(parts);
  }

  /// A platform of its own.
  private void during(Consumer<URI> work) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, UTF_8);
    Console console = new Console(new ByteArrayInputStream(new byte[0]), out, out, false, false);
    Lifetime whileItIsUsed =
        (start, _) -> {
          Running running = start.get();
          try {
            work.accept(running.url());
          } finally {
            running.stop(Duration.ZERO);
          }
          return 0;
        };
    Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
    Context context = new Context(console, environment, new Assembly(), whileItIsUsed);
    assertThat(Main.run(context, "up", "--port", "0", "--data", folder.resolve("data").toString()))
        .as(said.toString(UTF_8))
        .isZero();
  }
}
