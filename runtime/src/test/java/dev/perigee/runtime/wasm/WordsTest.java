package dev.perigee.runtime.wasm;

import static dev.perigee.runtime.wasm.Modules.call;
import static dev.perigee.runtime.wasm.Modules.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sample in C, as it is committed and as it is built here.
class WordsTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();
  private static final Path WORDS = EXAMPLES.resolve("functions/words");
  private static final List<String> EVENTS =
      List.of(
          "{\"text\": \"Hi hi, don't \\u00e9t\\u00e9 \\ud83d\\ude00 a-b -x\\n\"}",
          "{\"lines\": 1000}",
          "{\"other\": [1, {\"y\": \"]\"}], \"text\": \"a b A\"}",
          "{\"text\": \"\"}",
          "{}",
          "[1]",
          "{\"text\": \"no end");

  @TempDir Path folder;
  private WasmWorkerFactory factory;
  private Modules modules;

  @BeforeEach
  void openFactory() throws IOException {
    factory = WasmWorkerFactory.inProcess(folder.resolve("artefacts"));
    modules = new Modules(Files.createDirectories(folder.resolve("code")));
    modules.put("words.wasm", Files.readAllBytes(WORDS.resolve("words.wasm")));
  }

  @AfterEach
  void closeFactory() {
    factory.close();
  }

  private Worker worker(String module) throws Exception {
    var spec = modules.spec("acme", module, 16, 1000);
    factory.prepare(spec);
    return factory.start(spec);
  }

  @Test
  void countsTheWordsOfABook() throws Exception {
    String book = Files.readString(EXAMPLES.resolve("data/alice.txt"));
    String json = book.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    String answer = text(call(worker("words.wasm"), "{\"text\": \"" + json + "\"}"));
    List<String> words =
        Pattern.compile("[a-z0-9]+(?:['-][a-z0-9]+)*")
            .matcher(book.toLowerCase(Locale.ROOT))
            .results()
            .map(MatchResult::group)
            .toList();
    long letters = words.stream().mapToLong(String::length).sum();
    long the = words.stream().filter("the"::equals).count();
    assertThat(answer)
        .startsWith("{\"bytes\": " + book.length() + ", \"lines\": " + book.lines().count() + ", ")
        .contains("\"words\": " + words.size() + ",")
        .contains("\"distinctWords\": " + words.stream().distinct().count() + ",")
        .contains(
            String.format(
                Locale.ROOT, "\"meanWordLength\": %.3f,", (double) letters / words.size()))
        .contains("\"top\": [{\"word\": \"the\", \"count\": " + the + "}");
  }

  @Test
  void keepsLettersBeyondAsciiWhole() throws Exception {
    assertThat(text(call(worker("words.wasm"), EVENTS.get(0))))
        .isEqualTo(
            "{\"bytes\": 31, \"lines\": 1, \"words\": 7, \"distinctWords\": 6, \"meanWordLength\":"
                + " 2.429, \"longestWord\": \"don't\", \"top\": [{\"word\": \"hi\", \"count\": 2},"
                + " {\"word\": \"a-b\", \"count\": 1}, {\"word\": \"don't\", \"count\": 1},"
                + " {\"word\": \"x\", \"count\": 1}, {\"word\": \"été\", \"count\": 1}, {\"word\":"
                + " \"😀\", \"count\": 1}]}");
  }

  @Test
  void saysWhatIsWrongWithAnEvent() throws Exception {
    Worker worker = worker("words.wasm");
    assertThat(call(worker, "{}").outcome()).isEqualTo(Outcome.ERROR);
    assertThat(modules.logs)
        .containsExactly("words: the event needs \"text\" (a string) or \"lines\" (a number)");
    assertThat(text(call(worker, "[1]"))).contains("exit status 2");
  }

  @Test
  void saysWhenTheTextIsTooLargeForItsMemory() throws Exception {
    Answer answer = call(worker("words.wasm"), "{\"lines\": 5000000}");
    assertThat(text(answer)).contains("exit status 2");
    assertThat(modules.logs)
        .containsExactly("words: the text does not fit into the function's memory; raise it");
  }

  @Test
  void isTheFileThatItsProvenanceNames() throws Exception {
    byte[] module = Files.readAllBytes(WORDS.resolve("words.wasm"));
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(module));
    assertThat(Files.readString(WORDS.resolve("PROVENANCE.md"))).contains(sha256);
  }

  @Test
  void behavesTheSameWhenItIsBuiltHere() throws Exception {
    Path clang = Needs.clang();
    assertThat(clang).isExecutable();
    build(WORDS.resolve("build.sh"));
    Files.move(modules.code.resolve("words.wasm"), modules.code.resolve("built.wasm"));
    modules.put("words.wasm", Files.readAllBytes(WORDS.resolve("words.wasm")));
    Worker committed = worker("words.wasm");
    Worker built = worker("built.wasm");
    for (String event : EVENTS) {
      Answer expected = call(committed, event);
      Answer actual = call(built, event);
      assertThat(actual.outcome()).as(event).isEqualTo(expected.outcome());
      if (expected.outcome() == Outcome.OK) {
        assertThat(text(actual)).as(event).isEqualTo(text(expected));
      }
    }
  }

  @Test
  void buildsTheTestModulesHere() throws Exception {
    Path clang = Needs.clang();
    assertThat(clang).isExecutable();
    build(Path.of("src/test/resources/dev/perigee/runtime/wasm/build.sh").toAbsolutePath());
    assertThat(text(call(worker("echo.wasm"), "x"))).isEqualTo("x");
    assertThat(text(call(worker("faults.wasm"), "count"))).isEqualTo("1");
  }

  private void build(Path script) throws Exception {
    Process build =
        new ProcessBuilder("sh", script.toString(), modules.code.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(build.getInputStream().readAllBytes(), UTF_8);
    assertThat(build.waitFor()).as(said).isZero();
  }
}
