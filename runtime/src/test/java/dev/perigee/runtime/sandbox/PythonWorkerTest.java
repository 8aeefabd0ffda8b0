package dev.perigee.runtime.sandbox;

import static dev.perigee.runtime.sandbox.Functions.CLIENT_CONTEXT;
import static dev.perigee.runtime.sandbox.Functions.await;
import static dev.perigee.runtime.sandbox.Functions.python;
import static dev.perigee.runtime.sandbox.Functions.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perigee.model.function.Isolation;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.language.PythonWorkerFactory;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PythonWorkerTest {
  private static SandboxHost host;
  private static PythonWorkerFactory factory;
  @TempDir static Path dependencies;
  @TempDir Path code;

  @BeforeAll
  static void open() {
    Needs.python();
    host = SandboxHost.open();
    factory = new PythonWorkerFactory(host, dependencies);
  }

  @AfterAll
  static void close() {
    if (host != null) {
      host.close();
    }
  }

  private static void needs(Isolation isolation) {
    if (isolation == Isolation.NAMESPACES) {
      Needs.that(
          "namespaces",
          host.capabilities().has("namespaces"),
          host.capabilities().reason("namespaces"));
    }
  }

  private static Worker start(Sample sample) throws WorkerStartException {
    needs(sample.isolation());
    factory.prepare(sample.spec());
    return factory.start(sample.spec());
  }

  @Test
  void givesTheHandlerWhatTheCallerSentAlong() throws Exception {
    Sample sample =
        python(
            code,
            """
            def handler(event, context):
                sent = context.client_context
                return sent and [sent.custom, sent.env, sent.client.app_title, sent.client.installation_id]
            """);
    Worker worker = start(sample);

    assertThat(text(worker.invoke(sample.call("1", CLIENT_CONTEXT))))
        .isEqualTo("[{\"k\": \"ä\"}, {\"locale\": \"de\"}, \"maps\", null]");
    assertThat(text(worker.invoke(sample.call("1")))).isEqualTo("null");
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "NAMESPACES"})
  void givesTheHandlerEventAndContextAsAwsDoes(Isolation isolation) throws Exception {
    Sample sample =
        python(
                code,
                """
                import os
                def handler(event, context):
                    return [event, context.aws_request_id, context.function_name, context.memory_limit_in_mb,
                            context.function_version, context.invoked_function_arn, context.log_group_name,
                            2000 < context.get_remaining_time_in_millis() <= 5000, os.environ["COLOUR"],
                            os.environ["AWS_LAMBDA_FUNCTION_NAME"], os.environ["_HANDLER"]]
                """)
            .environment("COLOUR", "grün")
            .under(isolation);
    Worker worker = start(sample);
    Invocation call = sample.call("{\"n\": \"ä\"}");

    Answer answer = worker.invoke(call);

    assertThat(text(answer))
        .isEqualTo(
            "[{\"n\": \"ä\"}, \"%s\", \"sample\", \"128\", \"$LATEST\",".formatted(call.id())
                + " \"arn:aws:lambda:us-east-1:000000000000:function:sample\","
                + " \"/aws/lambda/sample\", true, \"grün\", \"sample\", \"app.handler\"]");
    assertThat(answer.outcome()).isEqualTo(Outcome.OK);
    assertThat(answer.reusable()).isTrue();
    assertThat(answer.cpuNs()).isPositive();
    assertThat(answer.handlerNs()).isPositive();
    assertThat(worker.startPhases().sandboxNs()).isPositive();
    worker.stop(Duration.ZERO);
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void namesTheFaultOfAHandlerAndLivesOn() throws Exception {
    Sample sample =
        python(
            code,
            """
            def handler(event, context):
                if event == 1:
                    raise ValueError("no \\"one\\"")
                return {1, 2} if event == 2 else event
            """);
    Worker worker = start(sample);
    Invocation call = sample.call("1");

    Answer fault = worker.invoke(call);
    Answer unmarshalled = worker.invoke(sample.call("2"));

    assertThat(fault.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(text(fault))
        .startsWith(
            "{\"errorMessage\": \"no \\\"one\\\"\", \"errorType\": \"ValueError\", \"requestId\":"
                + " \""
                + call.id()
                + "\", \"stackTrace\": [\"  File \\\"/var/task/app.py\\\", line 3, in handler\\n");
    assertThat(text(unmarshalled)).contains("\"errorType\": \"Runtime.MarshalError\"");
    assertThat(text(worker.invoke(sample.call("3")))).isEqualTo("3");
    await(
        () -> sample.logs().stream().anyMatch(l -> l.startsWith("[ERROR] ValueError: no \"one\"")),
        "it is logged");
    worker.stop(Duration.ZERO);
  }

  @Test
  void tellsWhyCodeCannotBeLoaded() {
    assertThat(loadFault("import no_such_module\n"))
        .contains(
            "\"errorType\": \"Runtime.ImportModuleError\"",
            "Unable to import module 'app': No module named");
    assertThat(loadFault("def handler(:\n"))
        .contains("\"errorType\": \"Runtime.UserCodeSyntaxError\"");
    assertThat(loadFault("x = 1\n"))
        .contains(
            "\"errorType\": \"Runtime.HandlerNotFound\"",
            "Handler 'handler' missing on module 'app'");
    assertThat(loadFault("1 / 0\n"))
        .contains("\"errorType\": \"ZeroDivisionError\"", "line 1, in <module>");
    assertThat(loadFault("import sys\nsys.exit(4)\n"))
        .isEqualTo(
            "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
                + CALLER
                + " Error: Runtime exited with error: exit status 4\"}");
  }

  private static final UUID CALLER = UUID.fromString("11111111-2222-3333-4444-555555555555");

  private String loadFault(String source) {
    Sample sample = python(code, source);
    WorkerStartException fault =
        catchThrowableOfType(WorkerStartException.class, () -> start(sample));
    assertThat(fault.fault()).isEqualTo(WorkerStartException.Fault.FUNCTION);
    String body = new String(fault.bodyFor(CALLER), UTF_8);
    assertThat(body).contains(CALLER.toString());
    return body;
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "NAMESPACES"})
  void endsWhatRunsTooLong(Isolation isolation) throws Exception {
    Sample sample =
        python(code, "def handler(event, context):\n    while True: pass\n")
            .timeout(300)
            .under(isolation);
    Worker worker = start(sample);
    Invocation call = sample.call("1");

    Answer answer = worker.invoke(call);

    assertThat(text(answer))
        .isEqualTo(
            "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: "
                + call.id()
                + " Error: Task timed out after 0.30 seconds\"}");
    assertThat(answer.outcome()).isEqualTo(Outcome.TIMEOUT);
    assertThat(answer.reusable()).isFalse();
    assertThat(answer.cpuNs()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(5));
    assertThat(worker.isAlive()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "NAMESPACES"})
  void tellsHowAProcessEnded(Isolation isolation) throws Exception {
    Sample sample =
        python(
                code,
                "import os, sys\ndef handler(event, context):\n    print('bye')\n    exec(event)\n")
            .under(isolation);

    assertThat(endOf(sample, "\"sys.exit(3)\""))
        .isEqualTo("Runtime exited with error: exit status 3");
    assertThat(endOf(sample, "\"os._exit(0)\""))
        .isEqualTo("Runtime exited without providing a reason");
    assertThat(endOf(sample, "\"os.kill(os.getpid(), 9)\""))
        .isEqualTo("Runtime exited with error: signal: killed");
    assertThat(endOf(sample, "\"import ctypes; ctypes.string_at(0)\""))
        .isEqualTo("Runtime exited with error: signal: segmentation fault");
    assertThat(sample.logs()).containsOnly("bye").hasSize(4);
  }

  private static String endOf(Sample sample, String event) throws WorkerStartException {
    Worker worker = start(sample);
    Invocation call = sample.call(event);
    Answer answer = worker.invoke(call);
    assertThat(answer.reusable()).isFalse();
    assertThat(worker.isAlive()).isFalse();
    String start =
        "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
            + call.id()
            + " Error: ";
    assertThat(text(answer)).startsWith(start);
    return text(answer).substring(start.length(), text(answer).length() - 2);
  }

  @Test
  void refusesAnAnswerThatIsTooLargeAndTakesTheLargest() throws Exception {
    Sample sample =
        python(code, "def handler(event, context):\n    return 'x' * event\n").memory(256);
    Worker worker = start(sample);

    Answer large = worker.invoke(sample.call("6291555"));
    Answer largest = worker.invoke(sample.call("6291554"));

    assertThat(text(large))
        .isEqualTo(
            "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload"
                + " size exceeded maximum allowed payload size (6291556 bytes).\"}");
    assertThat(large.reusable()).isTrue();
    assertThat(largest.payload()).hasSize(6_291_556);
    worker.stop(Duration.ZERO);
  }

  @Test
  void takesAnEventOfSixMegabytes() throws Exception {
    Sample sample =
        python(code, "def handler(event, context):\n    return len(event)\n").memory(256);
    Worker worker = start(sample);

    assertThat(text(worker.invoke(sample.call("\"" + "y".repeat(6_000_000) + "\""))))
        .isEqualTo("6000000");
    worker.stop(Duration.ZERO);
  }

  @Test
  void freezesAndThaws() throws Exception {
    Sample sample =
        python(
            code,
            """
            import threading, time
            def spin():
                while True: pass
            threading.Thread(target=spin, daemon=True).start()
            def handler(event, context):
                return event
            """);
    Worker worker = start(sample);
    worker.freeze();
    long frozenNs = worker.cpuNs();
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
    while (System.nanoTime() - endNs < 0) {
      Thread.onSpinWait();
    }

    assertThat(worker.cpuNs()).isEqualTo(frozenNs);
    worker.thaw();
    assertThat(text(worker.invoke(sample.call("7")))).isEqualTo("7");
    worker.freeze();
    worker.stop(Duration.ZERO);
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void metersTheProcessesThatAFunctionStarts() throws Exception {
    Sample sample =
        python(
                code,
                """
                import subprocess, sys
                def handler(event, context):
                    subprocess.run([sys.executable, "-ISc", "import time\\nwhile time.process_time() < 0.3: pass"], check=True)
                """)
            .timeout(20_000);
    Worker worker = start(sample);
    Needs.that("cgroups", host.capabilities().has("memory"), "no control groups");

    Answer answer = worker.invoke(sample.call("1"));

    assertThat(text(answer)).isEqualTo("null");
    assertThat(answer.cpuNs()).isBetween(300_000_000L, 2_000_000_000L);
    worker.stop(Duration.ZERO);
  }

  @Test
  void startsFiftyAtOnce() throws Exception {
    Sample sample =
        python(code, "import os\ndef handler(event, context):\n    return os.urandom(8).hex()\n");
    start(sample).stop(Duration.ZERO);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Worker>> starting = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        starting.add(threads.submit(() -> factory.start(sample.spec())));
      }
      List<String> answers = new ArrayList<>();
      for (Future<Worker> future : starting) {
        Worker worker = future.get(60, TimeUnit.SECONDS);
        answers.add(text(worker.invoke(sample.call("1"))));
        worker.stop(Duration.ZERO);
      }
      assertThat(answers).doesNotHaveDuplicates().hasSize(50);
    }
  }

  @Test
  void forksDrawDifferentRandomNumbers() throws Exception {
    Sample sample =
        python(
            code,
            """
            import random, uuid
            def handler(event, context):
                return [random.random(), str(uuid.uuid4())]
            """);
    Worker first = start(sample);
    Worker second = start(sample);

    assertThat(text(first.invoke(sample.call("1"))))
        .isNotEqualTo(text(second.invoke(sample.call("1"))));
    first.stop(Duration.ZERO);
    second.stop(Duration.ZERO);
  }

  @Test
  void installsWhatRequirementsName() throws Exception {
    Sample sample =
        python(code, "import mypkg\ndef handler(event, context):\n    return mypkg.VALUE\n")
            .timeout(60_000);
    writeWheel(code.resolve("mypkg-1.0-py3-none-any.whl"));
    Files.writeString(code.resolve("requirements.txt"), "# own\n./mypkg-1.0-py3-none-any.whl\n");
    needs(sample.isolation());
    factory.prepare(sample.spec());

    Worker worker = factory.start(sample.spec());

    assertThat(text(worker.invoke(sample.call("1")))).isEqualTo("\"installed\"");
    worker.stop(Duration.ZERO);
  }

  @Test
  void installsInASandboxThatSeesNothingOfTheMachine() throws Exception {
    Sample sample =
        python(code, "import spy\ndef handler(event, context):\n    return spy.SEEN\n")
            .timeout(60_000);
    needs(Isolation.NAMESPACES);
    Path secret = Files.writeString(dependencies.resolve("secret.txt"), "of another tenant");
    Files.createDirectories(code.resolve("pkg"));
    Files.writeString(
        code.resolve("pkg/setup.py"),
        """
        import os
        from setuptools import setup
        def attempt(action):
            try:
                return str(action())
            except OSError as problem:
                return type(problem).__name__
        seen = {
            "root": os.getuid() == 0,
            "secret": attempt(lambda: open("%s").read()),
            "write": attempt(lambda: open("/etc/perigee", "w")),
            "processes": len([p for p in os.listdir("/proc") if p.isdigit()]) < 20,
            "variables": sorted(n for n in os.environ if n in ("JAVA_HOME", "PERIGEE_HOME", "MAVEN_OPTS", "PATH")),
        }
        open("spy.py", "w").write("SEEN = " + repr(seen))
        setup(name="spy", version="1.0", py_modules=["spy"])
        """
            .formatted(secret));
    Files.writeString(code.resolve("requirements.txt"), "./pkg\n");
    factory.prepare(sample.spec());

    Worker worker = factory.start(sample.spec());

    String seen = text(worker.invoke(sample.call("1")));
    assertThat(seen)
        .contains("\"root\": false", "\"secret\": \"FileNotFoundError\"")
        .contains("\"write\": \"OSError\"", "\"processes\": true")
        .doesNotContain("JAVA_HOME", "PERIGEE_HOME", "MAVEN_OPTS");
    assertThat(code.resolve("pkg/spy.py")).as("deployed code stays as it was").doesNotExist();
    worker.stop(Duration.ZERO);
  }

  private static void writeWheel(Path wheel) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      entry(zip, "mypkg/__init__.py", "VALUE = 'installed'\n");
      entry(
          zip,
          "mypkg-1.0.dist-info/METADATA",
          "Metadata-Version: 2.1\nName: mypkg\nVersion: 1.0\n");
      entry(
          zip,
          "mypkg-1.0.dist-info/WHEEL",
          "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
      entry(zip, "mypkg-1.0.dist-info/RECORD", "mypkg/__init__.py,,\n");
    }
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(UTF_8));
    zip.closeEntry();
  }

  @Test
  void saysWhyDependenciesCannotBeInstalled() throws IOException {
    Sample sample = python(code, "def handler(event, context):\n    return 1\n");
    Files.writeString(
        code.resolve("requirements.txt"), "--no-index\nno-such-package-at-all==1.0\n");
    needs(sample.isolation());

    WorkerStartException fault =
        catchThrowableOfType(WorkerStartException.class, () -> factory.prepare(sample.spec()));

    assertThat(fault)
        .hasMessageContaining("requirements.txt")
        .hasMessageContaining("no-such-package-at-all")
        .hasMessageContaining("package index");
  }

  @Test
  void refusesPlainProcessesToASecondTenant() throws Exception {
    try (SandboxHost own = SandboxHost.open()) {
      PythonWorkerFactory workers = new PythonWorkerFactory(own, dependencies);
      Sample sample =
          python(code, "def handler(event, context):\n    return 1\n").under(Isolation.PROCESS);
      workers.prepare(sample.spec());

      WorkerStartException fault =
          catchThrowableOfType(
              WorkerStartException.class, () -> workers.prepare(sample.ofTenant("other").spec()));

      assertThat(fault).hasMessageContaining("refused for tenant other");
      assertThat(fault.fault()).isEqualTo(WorkerStartException.Fault.MACHINE);
    }
  }
}
