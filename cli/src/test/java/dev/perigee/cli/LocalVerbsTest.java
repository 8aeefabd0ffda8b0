package dev.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalVerbsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final VerbRunner perigee = new VerbRunner();
  @TempDir private Path folder = Path.of("");

  @Test
  void printsTheVersionAsOneJsonDocument() throws Exception {
    assertThat(perigee.run("version", "--output", "json")).isZero();

    JsonNode facts = MAPPER.readTree(perigee.out());
    assertThat(facts.path("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(facts.path("jdk").asText()).isEqualTo(System.getProperty("java.version"));
    assertThat(perigee.err()).isEmpty();
  }

  @Test
  void answersWrongUsageWithTwo() {
    assertThat(perigee.run("version", "--output", "xml")).isEqualTo(2);
    assertThat(perigee.err()).contains("xml", "json", "table");
    assertThat(perigee.out()).isEmpty();
    assertThat(perigee.run("fly")).isEqualTo(2);
    assertThat(perigee.run()).isEqualTo(2);
    assertThat(perigee.run("deploy", "x")).isEqualTo(2);
    assertThat(perigee.err()).contains("--code");
    assertThat(perigee.run("invoke")).isEqualTo(2);
    assertThat(perigee.run("up", "--port", "70000")).isEqualTo(2);
    assertThat(perigee.err()).contains("0..65535");
    assertThat(perigee.run("up", "--keep-alive-s", "-1")).isEqualTo(2);
    assertThat(perigee.run("up", "--ledger-retention-days", "0")).isEqualTo(2);
    assertThat(perigee.err()).contains("a second to 36500; leave it out to keep all");
  }

  @Test
  void helpsWithEveryVerb() {
    assertThat(perigee.run("--help")).isZero();
    for (String verb : Verbs.makers().keySet()) {
      assertThat(perigee.out()).contains("  " + verb);
    }
    for (String verb : Verbs.makers().keySet()) {
      assertThat(perigee.run(verb, "--help")).as(verb).isZero();
      assertThat(perigee.out()).contains("Usage: perigee " + verb);
    }
  }

  @Test
  void writesFirstFunctions() throws Exception {
    for (Template template : Template.values()) {
      Path target = folder.resolve(template.name());
      assertThat(
              perigee.run(
                  "init", "hello", "--runtime", template.name(), "--dir", target.toString()))
          .isZero();
      assertThat(perigee.err()).contains("next: ", "perigee deploy hello");
      assertThat(FunctionFile.in(target).name()).isEqualTo("hello");
      assertThat(Files.readString(target.resolve("README.md"))).startsWith("# hello\n");
    }
    assertThat(folder.resolve("provided/bootstrap")).isExecutable();
    assertThat(perigee.run("init", "hello", "--dir", folder.resolve("python").toString()))
        .isEqualTo(1);
    assertThat(perigee.err()).contains("is there already");
    assertThat(perigee.run("init", "no name")).isEqualTo(2);
  }

  @Test
  void completesInTwoShells() {
    assertThat(perigee.run("completion")).isZero();
    assertThat(perigee.out()).contains("complete ", "invoke", "--payload");
    assertThat(perigee.run("completion", "zsh")).isZero();
    assertThat(perigee.out()).startsWith("autoload -U +X compinit");
  }

  @Test
  void passesOptionsToThePlatform() throws Exception {
    AtomicReference<UpOptions> seen = new AtomicReference<>();
    FakePlatform platform = new FakePlatform();
    perigee.starter =
        options -> {
          seen.set(options);
          return platform;
        };

    assertThat(
            perigee.run(
                "up",
                "--port",
                "0",
                "--data",
                folder.toString(),
                "--keep-alive-s",
                "0.5",
                "--nodes-as-processes",
                "--placement",
                "least-loaded",
                "--ledger-retention-days",
                "90",
                "--prices",
                "prices.json",
                "--trust-wasm"))
        .isZero();
    UpOptions options = Objects.requireNonNull(seen.get());
    assertThat(options.host()).isEqualTo("127.0.0.1");
    assertThat(options.data()).isEqualTo(folder);
    assertThat(options.keepAlive()).isEqualTo(Duration.ofMillis(500));
    assertThat(options.nodesAsProcesses()).isTrue();
    assertThat(options.placement()).contains("least-loaded");
    assertThat(options.prices()).contains(Path.of("prices.json"));
    assertThat(options.ledgerKeep()).contains(Duration.ofDays(90));
    assertThat(options.trustWasm()).isTrue();
    assertThat(perigee.out()).isEmpty();
    assertThat(perigee.err()).contains("up at http://127.0.0.1:");
  }

  @Test
  void saysInOneLineWhyAPlatformDoesNotStart() {
    perigee.starter =
        _ -> {
          throw new VerbException(
              "can't listen on 127.0.0.1:80: taken; choose another with --port");
        };

    assertThat(perigee.run("up", "--data", folder.toString())).isEqualTo(1);
    assertThat(perigee.err())
        .isEqualTo("perigee: can't listen on 127.0.0.1:80: taken; choose another with --port\n");
  }

  @Test
  void demonstratesAndEndsWithTheDashboard() throws Exception {
    Files.createDirectories(folder.resolve("functions/hello"));
    Files.writeString(folder.resolve("functions/hello/hello.py"), "");
    Files.writeString(folder.resolve("text.txt"), "a \"text\"");
    Path list =
        Files.writeString(
            folder.resolve("demo.json"),
            """
            {"functions": [
              {"name": "hello", "about": "the shortest", "runtime": "python3.12",
               "handler": "hello.handler", "code": "functions/hello", "needs": ["hello.py"],
               "memoryMb": 128, "timeoutS": 3, "environment": {},
               "events": [{"name": "world", "event": {"n": 1},
                           "fields": {"text": {"file": "text.txt", "as": "text"}}}],
               "show": ["hello"]},
              {"name": "other", "runtime": "wasm", "handler": "x", "code": "functions/hello",
               "needs": ["no-such-program"], "memoryMb": 128, "timeoutS": 3, "events": []}
            ]}
            """);
    FakePlatform platform =
        new FakePlatform()
            .on("PUT /v1/functions/hello", 201, "{}")
            .on(
                "POST /v1/functions/hello/invocations",
                200,
                "{\"hello\":\"world\"}",
                Map.of("Perigee-Duration-Ms", "1.5", "Perigee-Cold-Start", "true"))
            .on(
                "GET /v1/ledger?by=function",
                200,
                "{\"rows\":[{\"key\":\"hello\",\"invocations\":1}]}");
    perigee.starter = _ -> platform;

    assertThat(perigee.run("demo", "--list", list.toString(), "--data", folder.toString()))
        .isZero();
    assertThat(platform.bodies)
        .anyMatch(body -> body.equals("{\"n\":1,\"text\":\"a \\\"text\\\"\"}"));
    assertThat(perigee.out()).contains("hello world", "cold", "INVOCATIONS");
    assertThat(perigee.out().lines().toList().getLast())
        .matches("Dashboard: http://127\\.0\\.0\\.1:\\d+/");
    assertThat(perigee.err()).contains("other (wasm) is left out: it needs no-such-program");
  }

  @Test
  void simulatesTheFirstScenario() throws Exception {
    Path scenario = Path.of("..", "examples", "scenarios", "first.yaml");
    Path ledger = folder.resolve("out.json");

    assertThat(
            perigee.run(
                "simulate", scenario.toString(), "--ledger", ledger.toString(), "--output", "json"))
        .isZero();
    JsonNode first = MAPPER.readTree(perigee.out());
    JsonNode written = MAPPER.readTree(ledger.toFile());
    assertThat(first.path("invocations").asInt()).isGreaterThanOrEqualTo(1_000);
    assertThat(written.path("entries")).hasSize(first.path("invocations").asInt());
    assertThat(written.path("nodes").size()).isGreaterThanOrEqualTo(3);
    perigee.run("simulate", scenario.toString(), "--threads", "2", "--output", "json");
    assertThat(MAPPER.readTree(perigee.out())).isEqualTo(first);
    perigee.run("simulate", scenario.toString(), "--seed", "99", "--output", "json");
    assertThat(MAPPER.readTree(perigee.out()).path("hash")).isNotEqualTo(first.path("hash"));
    assertThat(MAPPER.readTree(perigee.out()).path("seed").asInt()).isEqualTo(99);
  }

  @Test
  void saysAllThatIsWrongWithPricesBeforeItStarts() throws Exception {
    Path file = Files.writeString(folder.resolve("prices.json"), "{\"date\": 5,\n\"tax\": 1}\n");
    Path data = folder.resolve("data");

    assertThat(
            perigee.run(
                "up", "--port", "0", "--data", data.toString(), "--prices", file.toString()))
        .isEqualTo(1);
    assertThat(perigee.err())
        .contains("prices.json: 7 problems", "line 1: date must be", "line 2: unknown key tax");
    assertThat(data.resolve("journal.db")).doesNotExist();
  }

  @Test
  void saysWhatIsWrongWithAScenario() throws Exception {
    Path file = Files.writeString(folder.resolve("bad.yaml"), "seed: many\n");

    assertThat(perigee.run("simulate", file.toString())).isEqualTo(1);
    assertThat(perigee.err()).contains("bad.yaml");
    assertThat(perigee.run("simulate", "/nowhere.yaml")).isEqualTo(1);
    assertThat(perigee.run("simulate", file.toString(), "--threads", "0")).isEqualTo(2);
  }

  @Test
  void looksThroughTheMachine() throws Exception {
    perigee.run("doctor", "--output", "json");

    assertThat(MAPPER.readTree(perigee.out()).path("checks"))
        .extracting(check -> check.path("name").asText())
        .contains("jdk", "python3", "clang", "rapl");
  }
}
