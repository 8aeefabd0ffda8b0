package dev.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientVerbsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String HELLO =
      "{\"name\":\"hello\",\"version\":3,\"state\":\"active\",\"runtime\":\"python3.12\",\"handler\":\"a.b\",\"memoryMb\":128,\"timeoutS\":3,\"isolation\":\"namespaces\"}";
  private static final Map<String, String> ANSWER_HEADERS =
      Map.of(
          "x-amzn-RequestId", "5d0e8d0c-1111-4222-8333-444455556666",
          "Perigee-Duration-Ms", "1.25",
          "Perigee-Energy-J", "0.000001",
          "Perigee-Carbon-Mg", "0.3",
          "Perigee-Cost-MicroUsd", "0.202083",
          "Perigee-Cold-Start", "true",
          "Perigee-Quality", "modelled");
  private static final String ENTRY =
      "{\"invocationId\":\"i-1\",\"startedUtc\":\"2026-11-24T10:00:00.000Z\",\"function\":\"hello\",\"node\":\"n1\",\"outcome\":\"ok\",\"coldStart\":true,\"durationMs\":1.23456,\"energyJ\":0.00321,\"carbonGrams\":0.0000003,\"costUsd\":0.000000202083,\"state\":\"settled\",\"decisionId\":\"d-0-42\"}";

  private final VerbRunner perigee = new VerbRunner();
  private final FakePlatform platform = new FakePlatform();
  @TempDir private Path folder = Path.of("");

  ClientVerbsTest() throws IOException {}

  @BeforeEach
  void point() {
    perigee.environment.put("PERIGEE_URL", platform.url().toString());
  }

  @AfterEach
  void stop() {
    platform.stop(Duration.ZERO);
  }

  @Test
  void deploysAFolderWithItsOptions() throws Exception {
    Files.writeString(folder.resolve("a.py"), "def b(event, context): return 1\n");
    platform.on("PUT /v1/functions/hello", 201, HELLO);

    int code =
        perigee.run(
            "deploy",
            "hello",
            "--runtime",
            "python3.12",
            "--handler",
            "a.b",
            "--code",
            folder.toString(),
            "--memory",
            "256",
            "--timeout",
            "1.5",
            "--isolation",
            "process",
            "--env",
            "A=1",
            "--env",
            "B=x=y",
            "--output",
            "json");

    assertThat(perigee.err()).isEmpty();
    assertThat(code).isZero();
    assertThat(MAPPER.readTree(perigee.out()).path("version").asInt()).isEqualTo(3);
    JsonNode sent = MAPPER.readTree(platform.bodies.getFirst());
    assertThat(sent.path("timeoutS").decimalValue()).isEqualByComparingTo("1.5");
    assertThat(sent.path("memoryMb").asInt()).isEqualTo(256);
    assertThat(sent.path("isolation").asText()).isEqualTo("process");
    assertThat(sent.at("/environment/B").asText()).isEqualTo("x=y");
    assertThat(Base64.getDecoder().decode(sent.path("zip").asText())).startsWith('P', 'K');
  }

  @Test
  void saysAllThatTheServerFindsWrong() throws Exception {
    Files.writeString(folder.resolve("a.py"), "");
    platform.on("PUT /v1/functions/f", 400, "{\"problems\":[\"first\",\"second\"]}");

    assertThat(perigee.run("deploy", "f", "--code", folder.toString())).isEqualTo(1);
    assertThat(perigee.err()).isEqualTo("perigee: first\nperigee: second\n");
    assertThat(perigee.out()).isEmpty();
    assertThat(perigee.run("deploy", "f", "--code", "/nowhere")).isEqualTo(1);
    assertThat(perigee.err()).contains("there is no /nowhere");
  }

  @Test
  void printsTheAnswerAsItIs() {
    platform.on("POST /v1/functions/hello/invocations", 200, "{\"a\": 1.50}", ANSWER_HEADERS);

    assertThat(perigee.run("invoke", "hello", "--payload", "{\"x\":1}")).isZero();
    assertThat(perigee.out()).isEqualTo("{\"a\": 1.50}");
    assertThat(platform.bodies).containsExactly("{\"x\":1}");
  }

  @Test
  void tellsWhatACallTookInOneDocument() throws Exception {
    platform.on("POST /v1/functions/hello/invocations", 200, "{\"a\":[1]}", ANSWER_HEADERS);

    assertThat(perigee.run("invoke", "hello", "--output", "json")).isZero();
    JsonNode said = MAPPER.readTree(perigee.out());
    assertThat(said.path("invocationId").asText()).startsWith("5d0e8d0c");
    assertThat(said.path("status").asInt()).isEqualTo(200);
    assertThat(said.path("functionError").isNull()).isTrue();
    assertThat(said.at("/payload/a/0").asInt()).isEqualTo(1);
    assertThat(said.path("durationMs").asDouble()).isEqualTo(1.25);
    assertThat(said.path("energyJ").asDouble()).isEqualTo(0.000001);
    assertThat(said.path("carbonMg").asDouble()).isEqualTo(0.3);
    assertThat(said.path("costMicroUsd").asDouble()).isEqualTo(0.202083);
    assertThat(said.path("coldStart").asBoolean()).isTrue();
  }

  @Test
  void readsTheEventFromAFileOrStandardInput() throws Exception {
    platform.on("POST /v1/functions/hello/invocations", 200, "not json", ANSWER_HEADERS);
    Path file = Files.writeString(folder.resolve("event.json"), "[1]");
    perigee.input = "[2]";

    perigee.run("invoke", "hello", "--payload", "@" + file);
    perigee.run("invoke", "hello", "--payload", "-", "--output", "json");
    assertThat(platform.bodies).containsExactly("[1]", "[2]");
    assertThat(perigee.out()).contains("\"payload\":\"not json\"");
    assertThat(perigee.run("invoke", "hello", "--payload", "@/nowhere")).isEqualTo(1);
    assertThat(perigee.err()).contains("can't read the payload @/nowhere");
  }

  @Test
  void failsWhenTheFunctionDoes() {
    platform.on(
        "POST /v1/functions/bad/invocations",
        200,
        "{\"errorType\":\"E\"}",
        Map.of("X-Amz-Function-Error", "Unhandled"));

    assertThat(perigee.run("invoke", "bad")).isEqualTo(1);
    assertThat(perigee.out()).isEqualTo("{\"errorType\":\"E\"}");
    assertThat(perigee.err()).contains("answered with an error");
  }

  @Test
  void failsWhenThereIsNoSuchFunction() {
    platform.on(
        "POST /v1/functions/no/invocations",
        404,
        "{\"Type\":\"User\",\"Message\":\"Function not found: arn\"}");

    assertThat(perigee.run("invoke", "no", "--output", "json")).isEqualTo(1);
    assertThat(perigee.err()).contains("Function not found: arn");
    assertThat(perigee.out()).isEmpty();
  }

  @Test
  void publishSaysWhichVersionItIs() {
    platform.on("POST /v1/functions/hello/versions", 201, "{\"version\":\"3\"}");
    assertThat(perigee.run("publish", "hello")).isZero();
    assertThat(perigee.out()).isEqualTo("published hello:3\n");
  }

  @Test
  void aliasIsSetToAVersion() {
    platform.on("PUT /v1/functions/hello/aliases/prod", 200, "{}");
    assertThat(perigee.run("alias", "hello", "prod", "--version", "3", "--also", "2=0.25"))
        .isZero();
    assertThat(platform.bodies.getLast())
        .contains("\"version\":\"3\"")
        .contains("\"weights\":{\"2\":0.25}");
    assertThat(perigee.out()).isEqualTo("hello:prod is version 3\n");
  }

  @Test
  void aliasNeedsAVersion() {
    assertThat(perigee.run("alias", "hello", "prod")).isEqualTo(2);
    assertThat(perigee.err()).contains("--version N");
  }

  @Test
  void listsDescribesAndDeletes() {
    platform.on("GET /v1/functions", 200, "{\"functions\":[" + HELLO + "]}");
    platform.on("GET /v1/functions/hello", 200, HELLO);
    platform.on("DELETE /v1/functions/hello", 204, "");

    assertThat(perigee.run("list")).isZero();
    assertThat(perigee.out().lines().toList())
        .satisfiesExactly(
            head -> assertThat(head).startsWith("NAME "),
            row -> assertThat(row).contains("hello", "3", "python3.12", "namespaces"));
    assertThat(perigee.run("list", "--output", "json")).isZero();
    assertThat(perigee.out()).isEqualTo("{\"functions\":[" + HELLO + "]}\n");
    assertThat(perigee.run("describe", "hello")).isZero();
    assertThat(perigee.out()).contains("runtime    python3.12");
    assertThat(perigee.run("delete", "hello")).isZero();
    assertThat(perigee.out()).isEqualTo("deleted hello\n");
  }

  @Test
  void printsLogsToTheirEndOrTheirLastLines() {
    platform.on(
        "GET /v1/functions/hello/logs?from=0&lines=1000",
        200,
        "{\"lines\":[\"a\",\"b\"],\"next\":2}");
    platform.on(
        "GET /v1/functions/hello/logs?from=2&lines=1000", 200, "{\"lines\":[\"c\"],\"next\":3}");
    platform.on("GET /v1/functions/hello/logs?from=3&lines=1000", 200, "{\"lines\":[],\"next\":3}");

    assertThat(perigee.run("logs", "hello")).isZero();
    assertThat(perigee.out()).isEqualTo("a\nb\nc\n");
  }

  @Test
  void searchesLogsAndTellsWhatLinesSayOfThemselves() {
    String query = "&since=10m&level=WARN&grep=a%20b";
    String entry =
        "{\"utc\":\"2026-11-28T11:00:00Z\",\"level\":\"ERROR\",\"invocationId\":null,\"text\":\"x\"}";
    platform.on(
        "GET /v1/functions/hello/logs?from=0&lines=1000" + query + "&entries=true",
        200,
        "{\"lines\":[],\"entries\":[],\"next\":7}");
    platform.on(
        "GET /v1/functions/hello/logs?from=7&lines=1000" + query + "&entries=true",
        200,
        "{\"lines\":[\"x\"],\"entries\":[" + entry + "],\"next\":7}");

    assertThat(
            perigee.run(
                "logs",
                "hello",
                "--since",
                "10m",
                "--level",
                "WARN",
                "--grep",
                "a b",
                "--output",
                "json"))
        .isZero();
    assertThat(perigee.out()).isEqualTo("{\"lines\":[\"x\"],\"entries\":[" + entry + "]}\n");
  }

  @Test
  void printsTheLedgerInThreeForms() {
    String rows = "{\"rows\":[{\"key\":\"hello\",\"invocations\":7,\"energyJ\":1234.5}]}";
    platform.on(
        "GET /v1/ledger?function=hello&since=2026-11-24", 200, "{\"entries\":[],\"nodes\":[]}\n");
    platform.on("GET /v1/ledger?format=csv", 200, "invocationId\ni-1\n");
    platform.on("GET /v1/invocations?limit=50", 200, "{\"entries\":[" + ENTRY + "]}");
    platform.on("GET /v1/ledger?by=function", 200, rows);

    assertThat(
            perigee.run(
                "ledger", "--function", "hello", "--since", "2026-11-24", "--output", "json"))
        .isZero();
    assertThat(perigee.out()).isEqualTo("{\"entries\":[],\"nodes\":[]}\n");
    assertThat(perigee.run("ledger", "--output", "csv")).isZero();
    assertThat(perigee.out()).isEqualTo("invocationId\ni-1\n");
    assertThat(perigee.run("ledger")).isZero();
    assertThat(perigee.out()).contains("1.23 ", "0.00321", "0.0003 ", "0.202 ", "d-0-42");
    assertThat(perigee.run("ledger", "--by", "function")).isZero();
    assertThat(perigee.out()).contains("hello", "7", "1235");
    platform.on("GET /v1/ledger?format=csv&by=hour", 200, "key\n2026\n");
    assertThat(perigee.run("ledger", "--by", "hour", "--output", "csv")).isZero();
    assertThat(perigee.out()).isEqualTo("key\n2026\n");
  }

  @Test
  void showsWhatFunctionsAndNodesDoIn80Columns() {
    platform.on(
        "GET /v1/stats/functions?limit=1000",
        200,
        "{\"totals\":{\"invocations\":1000,\"errors\":1},\"functions\":[{\"name\":\"a-name-of-many-letters\",\"invocations\":1000,"
            + "\"errors\":1,\"coldStarts\":3,\"p50Ms\":1234.5,\"p99Ms\":12345.6,\"energyJ\":123456.7,\"carbonGrams\":0.1234,"
            + "\"costUsd\":0.001},{\"name\":\"b\",\"invocations\":1,\"p99Ms\":99999}]}");
    platform.on(
        "GET /v1/nodes",
        200,
        "{\"nodes\":[{\"node\":\"n1\",\"workers\":[{\"function\":\"b\",\"busy\":2,\"waiting\":5}]}]}");
    platform.on(
        "GET /v1/stats/nodes",
        200,
        "{\"nodes\":[{\"node\":\"n1\",\"state\":\"up\",\"powerW\":60,\"idleW\":20,\"maxW\":100,\"workers\":4,\"freeMemoryMb\":7}]}");
    platform.on(
        "GET /v1/caps",
        200,
        "{\"caps\":[{\"kind\":\"function\",\"name\":\"b\",\"invocations\":10,\"used\":{\"invocations\":9},\"state\":\"throttled\"}]}");
    platform.on("GET /v1/async/stats", 200, "{\"queued\":11}");

    assertThat(perigee.run("top", "--once", "--every", "0.05", "--sort", "p99")).isZero();
    assertThat(perigee.out().lines().toList())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
        .satisfies(lines -> assertThat(lines.get(0)).contains("5 waiting", "11 events queued"))
        .satisfies(lines -> assertThat(lines.get(1)).isEqualTo("cap: function b invocations 90 %"))
        .satisfies(lines -> assertThat(lines.get(4)).startsWith("b "))
        .anySatisfy(line -> assertThat(line).matches("n1 +up +50 +60 +4 .*"));
    assertThat(perigee.run("top", "--once", "--every", "0.05", "--output", "json")).isZero();
    assertThat(perigee.out())
        .contains("\"function\":\"a-name-of-many-letters\"", "\"milliJPerCall\":123456.7");
    assertThat(perigee.run("top", "--once", "--every", "0")).isEqualTo(2);
  }

  @Test
  void explainsADecisionAndAnInvocation() {
    platform.on(
        "GET /v1/decisions/d-0-42",
        200,
        "{\"decisionId\":\"d-0-42\",\"planId\":\"p-0-42\",\"utc\":\"2026-11-24T10:00:00.000Z\",\"policy\":\"first-fit\",\"snapshotVersion\":7,\"function\":\"hello\",\"question\":\"a"
            + " place\",\"candidates\":[{\"node\":\"n1\",\"feasible\":true,\"score\":0.5,\"reason\":\"fits\"}],\"candidatesOmitted\":2,\"chosen\":[{\"node\":\"n1\",\"version\":1,\"workers\":1}],\"bound\":{\"metric\":\"load\",\"value\":0.5,\"lowerBound\":0.25,\"gap\":0.25}}");
    platform.on("GET /v1/invocations/i-1", 200, ENTRY);

    assertThat(perigee.run("explain", "d-0-42")).isZero();
    assertThat(perigee.out())
        .contains(
            "d-0-42, taken 2026",
            "first-fit",
            "on n1 (plan p-0-42)",
            "at most 0.25",
            "fits",
            "2 more");
    assertThat(perigee.run("explain", "i-1", "--output", "json")).isZero();
    assertThat(perigee.out()).startsWith("{\"decisionId\":\"d-0-42\"");
    assertThat(perigee.run("explain", "d-0-9")).isEqualTo(1);
  }

  @Test
  void createsATriggerOfItsOptions() throws Exception {
    String trigger =
        "{\"name\":\"nightly\",\"function\":\"hello\",\"qualifier\":\"prod\",\"source\":{\"kind\":\"cron\"},\"paused\":false,\"sinceUtc\":\"2026-11-24T10:00:00.000Z\"}";
    platform.on("PUT /v1/triggers/nightly", 200, trigger);
    platform.on("PUT /v1/triggers/orders", 200, trigger);

    assertThat(
            perigee.run(
                "trigger",
                "create",
                "nightly",
                "--function",
                "hello:prod",
                "--cron",
                "0 2 * * *",
                "--timezone",
                "Europe/Vienna",
                "--missed",
                "once",
                "--retries",
                "0"))
        .isZero();
    assertThat(perigee.out()).contains("TRIGGER", "nightly", "hello:prod", "cron");
    assertThat(platform.bodies.getLast())
        .isEqualTo(
            "{\"function\":\"hello\",\"qualifier\":\"prod\",\"retries\":0,\"source\":{\"kind\":\"cron\",\"schedule\":\"0"
                + " 2 * * *\",\"timezone\":\"Europe/Vienna\",\"missed\":\"once\"}}");

    assertThat(
            perigee.run(
                "trigger", "create", "orders", "--function", "hello", "--event", "type=shop.*"))
        .isZero();
    assertThat(platform.bodies.getLast())
        .endsWith("\"source\":{\"kind\":\"event\",\"filter\":{\"type\":\"shop.*\"}}}");
  }

  @Test
  void saysHowToStartAPlatformThatIsNotThere() {
    assertThat(perigee.run("list", "--url", "http://127.0.0.1:1")).isEqualTo(1);
    assertThat(perigee.err())
        .contains("can't reach the platform at http://127.0.0.1:1", "perigee up", "--url")
        .hasLineCount(1);
    assertThat(perigee.run("list", "--url", "nonsense")).isEqualTo(1);
    assertThat(perigee.err()).contains("--url http://HOST:PORT");
  }

  @Test
  void developsAFolder() throws Exception {
    perigee.run("init", "hello", "--dir", folder.resolve("f").toString());
    platform.on("PUT /v1/functions/hello", 201, HELLO);
    platform.on(
        "GET /v1/functions/hello/logs?from=0&lines=1000", 200, "{\"lines\":[\"hi\"],\"next\":1}");
    platform.on("GET /v1/functions/hello/logs?from=1&lines=1000", 200, "{\"lines\":[],\"next\":1}");

    assertThat(perigee.run("dev", folder.resolve("f").toString(), "--once")).isZero();
    assertThat(perigee.out()).isEqualTo("hi\n");
    assertThat(perigee.err()).contains("deployed hello, version 3");
    JsonNode sent = MAPPER.readTree(platform.bodies.getFirst());
    assertThat(sent.path("handler").asText()).isEqualTo("hello.handler");
  }
}
