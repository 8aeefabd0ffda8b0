package dev.perigee.runtime.language;

import static dev.perigee.runtime.sandbox.Functions.CLIENT_CONTEXT;
import static dev.perigee.runtime.sandbox.Functions.node;
import static dev.perigee.runtime.sandbox.Functions.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perigee.model.function.Isolation;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.sandbox.Functions;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NodeWorkerTest {
  private static final UUID CALLER = UUID.fromString("11111111-2222-3333-4444-555555555555");

  private static SandboxHost host;
  private static NodeWorkerFactory factory;
  @TempDir static Path directory;
  @TempDir Path code;

  @BeforeAll
  static void open() {
    Needs.python();
    Needs.node();
    host = SandboxHost.open();
    factory = new NodeWorkerFactory(host, directory);
  }

  @AfterAll
  static void close() {
    if (host != null) {
      host.close();
    }
  }

  private static Worker start(Sample sample, String handler) throws WorkerStartException {
    if (sample.isolation() == Isolation.NAMESPACES) {
      Needs.that(
          "namespaces",
          host.capabilities().has("namespaces"),
          host.capabilities().reason("namespaces"));
    }
    factory.prepare(sample.spec(handler));
    return factory.start(sample.spec(handler));
  }

  private static String call(Sample sample, String event) throws WorkerStartException {
    return call(sample, "app.handler", event);
  }

  private static String call(Sample sample, String handler, String event)
      throws WorkerStartException {
    Worker worker = start(sample, handler);
    String answer = text(worker.invoke(sample.call(event)));
    worker.stop(Duration.ZERO);
    return answer;
  }

  @Test
  void givesTheHandlerWhatTheCallerSentAlong() throws Exception {
    Sample sample =
        node(code, "app.js", "exports.handler = async (event, context) => context.clientContext;");
    Worker worker = start(sample, "app.handler");

    assertThat(text(worker.invoke(sample.call("1", CLIENT_CONTEXT)))).isEqualTo(CLIENT_CONTEXT);
    assertThat(text(worker.invoke(sample.call("1")))).isEqualTo("null");
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "NAMESPACES"})
  void givesTheHandlerEventAndContextAsAwsDoes(Isolation isolation) throws Exception {
    Sample sample =
        node(
                code,
                "app.js",
                """
                exports.handler = async (event, context) => [
                  event, context.awsRequestId, context.functionName, context.memoryLimitInMB,
                  context.functionVersion, context.invokedFunctionArn, context.logGroupName,
                  context.getRemainingTimeInMillis() > 2000, context.callbackWaitsForEmptyEventLoop,
                  process.env.COLOUR, process.env._HANDLER, process.cwd() === process.env.LAMBDA_TASK_ROOT];
                """)
            .environment("COLOUR", "grün")
            .under(isolation);
    Worker worker = start(sample, "app.handler");
    Invocation call = sample.call("{\"n\": \"ä\"}");

    Answer answer = worker.invoke(call);

    assertThat(text(answer))
        .isEqualTo(
            "[{\"n\":\"ä\"},\"%s\",\"sample\",\"128\",\"$LATEST\",".formatted(call.id())
                + "\"arn:aws:lambda:us-east-1:000000000000:function:sample\","
                + "\"/aws/lambda/sample\",true,true,\"grün\",\"app.handler\",true]");
    assertThat(answer.outcome()).isEqualTo(Outcome.OK);
    assertThat(answer.reusable()).isTrue();
    assertThat(answer.cpuNs()).isPositive();
    assertThat(worker.startPhases().sandboxNs()).isPositive();
    assertThat(worker.startPhases().initNs()).isPositive();
    worker.stop(Duration.ZERO);
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void takesAnswersInAllWaysThatNodeKnows() throws Exception {
    Sample sample =
        node(
            code,
            "app.js",
            """
            exports.back = (event, context, callback) => callback(null, event);
            exports.waits = (event, context, callback) => {
              let done = 0; setTimeout(() => { done = 1 }, 50); const answer = {};
              Object.defineProperty(answer, 'done', { enumerable: true, get: () => done });
              callback(null, answer);
            };
            exports.hurries = (event, context, callback) => {
              context.callbackWaitsForEmptyEventLoop = false;
              setInterval(() => {}, 1000); callback(null, 'at once');
            };
            exports.promise = (event) => new Promise((resolve) => setTimeout(resolve, 10, event));
            exports.done = (event, { succeed }) => setTimeout(succeed, 5, 'succeeded');
            exports.nothing = () => 'not looked at';
            exports.refuses = (event, context, callback) => callback(new TypeError('no'));
            """);

    assertThat(call(sample, "app.back", "[1]")).isEqualTo("[1]");
    assertThat(call(sample, "app.waits", "1")).isEqualTo("{\"done\":1}");
    assertThat(call(sample, "app.hurries", "1")).isEqualTo("\"at once\"");
    assertThat(call(sample, "app.promise", "{\"a\":2}")).isEqualTo("{\"a\":2}");
    assertThat(call(sample, "app.done", "1")).isEqualTo("\"succeeded\"");
    assertThat(call(sample, "app.nothing", "1")).isEqualTo("null");
    assertThat(call(sample, "app.refuses", "1"))
        .startsWith(
            "{\"errorType\":\"TypeError\",\"errorMessage\":\"no\",\"trace\":[\"TypeError: no\",");
  }

  @Test
  void loadsEcmaScriptModulesAndCodeInFolders() throws Exception {
    Sample sample =
        node(
            code,
            "app.mjs",
            "import fs from 'fs';\nexport const handler = async (e) => typeof fs.readFileSync;\n");
    node(code.resolve("dir"), "deep.js", "exports.a = { b: async () => 'deep' };\n");
    node(code.resolve("typed"), "mod.js", "export const handler = async () => await 'typed';\n");
    node(code.resolve("typed"), "package.json", "{\"type\": \"module\"}");

    assertThat(call(sample, "1")).isEqualTo("\"function\"");
    assertThat(call(sample, "dir/deep.a.b", "1")).isEqualTo("\"deep\"");
    assertThat(call(sample, "typed/mod.handler", "1")).isEqualTo("\"typed\"");
  }

  @Test
  void namesTheFaultOfAHandlerAndLivesOn() throws Exception {
    Sample sample =
        node(
            code,
            "app.js",
            """
            exports.handler = async (event) => {
              if (event === 1) throw new RangeError('no "one"');
              if (event === 2) { setTimeout(() => { throw new Error('thrown late') }, 1); await new Promise(() => {}); }
              if (event === 3) { Promise.reject(new Error('nobody looks')); await new Promise((r) => setTimeout(r, 50)); }
              if (event === 4) { const round = {}; round.round = round; return round; }
              if (event === 5) throw 'text';
              return event;
            };
            """);
    Worker worker = start(sample, "app.handler");

    Answer fault = worker.invoke(sample.call("1"));

    assertThat(fault.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(text(fault))
        .startsWith(
            "{\"errorType\":\"RangeError\",\"errorMessage\":\"no"
                + " \\\"one\\\"\",\"trace\":[\"RangeError: no \\\"one\\\"\",\"    at"
                + " exports.handler (/var/task/app.js:2:")
        .doesNotContain("node_worker");
    assertThat(text(worker.invoke(sample.call("2")))).contains("\"thrown late\"");
    assertThat(text(worker.invoke(sample.call("3"))))
        .startsWith(
            "{\"errorType\":\"Runtime.UnhandledPromiseRejection\",\"errorMessage\":\"Error: nobody"
                + " looks\"");
    assertThat(text(worker.invoke(sample.call("4")))).contains("Unable to stringify response body");
    assertThat(text(worker.invoke(sample.call("5"))))
        .isEqualTo("{\"errorType\":\"string\",\"errorMessage\":\"text\",\"trace\":[]}");
    assertThat(text(worker.invoke(sample.call("6")))).isEqualTo("6");
    Functions.await(
        () -> sample.logs().stream().anyMatch(line -> line.contains("\tERROR\tInvoke Error\t{")),
        "it is logged");
    worker.stop(Duration.ZERO);
  }

  @Test
  void tellsWhyCodeCannotBeLoaded() {
    assertThat(loadFault("require('no-such-module');\n", "app.handler"))
        .startsWith(
            "{\"errorType\":\"Runtime.ImportModuleError\",\"errorMessage\":\"Error: Cannot find"
                + " module 'no-such-module'");
    assertThat(loadFault("exports.handler = {{;\n", "app.handler"))
        .startsWith(
            "{\"errorType\":\"Runtime.UserCodeSyntaxError\",\"errorMessage\":\"SyntaxError: ");
    assertThat(loadFault("x = 1\n", "app.handler"))
        .startsWith(
            "{\"errorType\":\"Runtime.HandlerNotFound\",\"errorMessage\":\"app.handler is undefined"
                + " or not exported\"");
    assertThat(loadFault("exports.handler = 1\n", "app.handler")).contains("is not a function");
    assertThat(loadFault("", "missing.handler")).contains("Runtime.ImportModuleError");
    assertThat(loadFault("", "../app.handler")).contains("Runtime.MalformedHandlerName");
    assertThat(loadFault("null.x\n", "app.handler")).contains("\"errorType\":\"TypeError\"");
    assertThat(loadFault("process.exit(4)\n", "app.handler"))
        .isEqualTo(
            "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
                + CALLER
                + " Error: Runtime exited with error: exit status 4\"}");
  }

  private String loadFault(String source, String handler) {
    Sample sample = node(code, "app.js", source);
    WorkerStartException fault =
        catchThrowableOfType(WorkerStartException.class, () -> start(sample, handler));
    assertThat(fault.fault()).isEqualTo(WorkerStartException.Fault.FUNCTION);
    return new String(fault.bodyFor(CALLER), UTF_8);
  }

  @Test
  void tellsHowAProcessEndedAndEndsWhatRunsTooLong() throws Exception {
    Sample sample =
        node(
                code,
                "app.js",
                "exports.handler = async (event) => { console.log('bye'); eval(event); };\n")
            .timeout(1_000);

    assertThat(call(sample, "\"process.exit(3)\"")).contains("exit status 3\"}");
    assertThat(call(sample, "\"process.exit()\""))
        .contains("Runtime exited without providing a reason");
    assertThat(call(sample, "\"process.kill(process.pid, 'SIGKILL')\"")).contains("signal: killed");
    assertThat(call(sample, "\"for (;;);\"")).contains("Task timed out after 1.00 seconds");
    assertThat(sample.logs()).hasSize(4).allMatch(line -> line.endsWith("\tINFO\tbye"));
  }

  @Test
  void takesTheLargestAnswerAndEventAndRefusesMore() throws Exception {
    Sample sample =
        node(
                code,
                "app.js",
                "exports.handler = async (e) => e.length ?? 'ä'.repeat(e.n) + 'x'.repeat(e.m);\n")
            .memory(256);
    Worker worker = start(sample, "app.handler");

    Answer large = worker.invoke(sample.call("{\"n\":3145776,\"m\":3}"));
    Answer largest = worker.invoke(sample.call("{\"n\":3145776,\"m\":2}"));

    assertThat(text(large)).startsWith("{\"errorType\":\"Function.ResponseSizeTooLarge\"");
    assertThat(large.reusable()).isTrue();
    assertThat(largest.payload()).hasSize(6_291_556);
    assertThat(text(worker.invoke(sample.call("\"" + "y".repeat(6_000_000) + "\""))))
        .isEqualTo("6000000");
    worker.stop(Duration.ZERO);
  }

  @Test
  void freezesAndThawsAndEndsWhenMemoryIsUsedUp() throws Exception {
    Sample sample =
        node(
            code,
            "app.js",
            """
            const kept = [];
            exports.handler = async (event) => { while (event > 7) kept.push(Buffer.alloc(1 << 20, 1)); return event; };
            """);
    Worker worker = start(sample, "app.handler");
    worker.freeze();
    worker.thaw();
    assertThat(text(worker.invoke(sample.call("7")))).isEqualTo("7");
    Needs.that("cgroups", host.capabilities().has("memory"), "no control groups");

    Answer answer = worker.invoke(sample.call("8"));

    assertThat(text(answer)).contains("Runtime.ExitError").contains("signal: killed");
    assertThat(answer.reusable()).isFalse();
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void isShutInLikeAnyFunction() throws Exception {
    Sample sample =
        node(
            code,
            "app.js",
            """
            const fs = require('fs'), os = require('os'), child = require('child_process');
            const attempt = (action) => { try { return String(action()); } catch (e) { return e.code; } };
            exports.handler = async () => ({
              root: process.getuid() === 0, write: attempt(() => fs.writeFileSync('/var/task/x', '')),
              host: attempt(() => fs.readdirSync('/host').length), name: os.hostname(),
              processes: fs.readdirSync('/proc').filter((p) => /^[0-9]+$/.test(p)).length,
              child: child.execSync('id -u').toString().trim() === String(process.getuid()),
              link: attempt(() => fs.readlinkSync('/proc/1/exe')), unshare: child.spawnSync('unshare', ['-U', 'true']).status !== 0,
              tmp: attempt(() => fs.writeFileSync('/tmp/x', 'y')) });
            """);
    assertThat(call(sample, "1"))
        .contains("\"root\":false", "\"write\":\"EROFS\"", "\"host\":\"0\"", "\"name\":\"sandbox\"")
        .contains("\"processes\":2", "\"child\":true", "\"unshare\":true", "\"tmp\":\"undefined\"")
        .containsPattern("\"link\":\"E(ACCES|PERM)\"");
  }

  @Test
  void metersTheProcessesThatAFunctionStarts() throws Exception {
    Sample sample =
        node(
                code,
                "app.js",
                """
                exports.handler = async () => void require('child_process').execFileSync(process.execPath,
                  ['-e', 'while (process.cpuUsage().user < 300000);']);
                """)
            .timeout(30_000);
    Worker worker = start(sample, "app.handler");
    Needs.that("cgroups", host.capabilities().has("memory"), "no control groups");

    Answer answer = worker.invoke(sample.call("1"));

    assertThat(text(answer)).isEqualTo("null");
    assertThat(answer.cpuNs()).isBetween(300_000_000L, 3_000_000_000L);
    worker.stop(Duration.ZERO);
  }

  @Test
  void installsWhatThePackageNames() throws Exception {
    Needs.program("npm");
    Sample sample =
        node(
            code,
            "app.mjs",
            "import value from 'mypkg';\nexport const handler = async () => value;\n");
    node(
        code.resolve("src/package"),
        "package.json",
        "{\"name\":\"mypkg\",\"version\":\"1.0.0\",\"main\":\"m.js\"}");
    node(code.resolve("src/package"), "m.js", "module.exports = 'installed';\n");
    Process tar =
        new ProcessBuilder("tar", "czf", "mypkg.tgz", "-C", "src", "package")
            .directory(code.toFile())
            .start();
    assertThat(tar.waitFor()).isZero();
    Files.writeString(
        code.resolve("package.json"), "{\"dependencies\": {\"mypkg\": \"file:./mypkg.tgz\"}}");

    assertThat(call(sample, "1")).isEqualTo("\"installed\"");
    assertThat(code.resolve("node_modules")).as("deployed code stays as it was").doesNotExist();
  }
}
