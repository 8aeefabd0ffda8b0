package dev.perigee.runtime.sandbox;

import static dev.perigee.runtime.sandbox.Functions.await;
import static dev.perigee.runtime.sandbox.Functions.java;
import static dev.perigee.runtime.sandbox.Functions.node;
import static dev.perigee.runtime.sandbox.Functions.provided;
import static dev.perigee.runtime.sandbox.Functions.python;
import static dev.perigee.runtime.sandbox.Functions.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.lambda.ProvidedWorkerFactory;
import dev.perigee.runtime.language.JavaWorkerFactory;
import dev.perigee.runtime.language.NodeWorkerFactory;
import dev.perigee.runtime.language.PythonWorkerFactory;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerFactory;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Functions that a program of the machine encloses.
@ParameterizedClass
@EnumSource(
    value = Isolation.class,
    names = {"BUBBLEWRAP", "RUNC", "CRUN", "GVISOR"})
class ContainerTest {
  private static SandboxHost host;
  @TempDir static Path folder;
  @TempDir Path code;
  private final Isolation isolation;

  ContainerTest(Isolation isolation) {
    this.isolation = isolation;
  }

  @BeforeAll
  static void open() {
    Needs.python();
    host = SandboxHost.open();
  }

  @AfterAll
  static void close() {
    if (host != null) {
      host.close();
    }
  }

  @BeforeEach
  void needs() {
    Containers.need(host, isolation);
  }

  private static WorkerFactory python3() {
    return new PythonWorkerFactory(host, folder.resolve("python"));
  }

  private static Worker start(WorkerFactory factory, WorkerSpec spec) throws Exception {
    factory.prepare(spec);
    return factory.start(spec);
  }

  @Test
  void answersAndKeepsItsState() throws Exception {
    Sample sample =
        python(
                code,
                """
                import os
                calls = 0
                def handler(event, context):
                    global calls
                    calls += 1
                    print("call", calls)
                    return [calls, event, os.getcwd(), context.function_name, os.environ["SECRET"]]
                """)
            .under(isolation)
            .environment("SECRET", "of the function");

    Worker worker = start(python3(), sample.spec());

    assertThat(text(worker.invoke(sample.call("1"))))
        .isEqualTo("[1, 1, \"/var/task\", \"sample\", \"of the function\"]");
    assertThat(text(worker.invoke(sample.call("{\"a\": 2}"))))
        .isEqualTo("[2, {\"a\": 2}, \"/var/task\", \"sample\", \"of the function\"]");
    worker.stop(Duration.ofMillis(100));
    await(() -> sample.logs().contains("call 2"), "the log has come");
  }

  @Test
  void runsJavaScript() throws Exception {
    Needs.node();
    Sample sample =
        node(code, "app.js", "exports.handler = async event => [event, process.cwd()];")
            .under(isolation);

    Worker worker = start(new NodeWorkerFactory(host, folder.resolve("node")), sample.spec());

    assertThat(text(worker.invoke(sample.call("7")))).isEqualTo("[7,\"/var/task\"]");
    worker.stop(Duration.ZERO);
  }

  @Test
  void runsJava() throws Exception {
    Sample sample =
        java(
                code,
                "App.java",
                "public class App { public static int twice(int event) { return 2 * event; } }")
            .memory(256)
            .under(isolation);

    Worker worker =
        start(new JavaWorkerFactory(host, folder.resolve("java")), sample.spec("App::twice"));

    assertThat(text(worker.invoke(sample.call("21")))).isEqualTo("42");
    worker.stop(Duration.ZERO);
  }

  @Test
  void runsABootstrap() throws Exception {
    Sample sample =
        provided(
                code,
                """
                #!/usr/bin/env python3
                import http.client, os
                while True:
                    api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
                    api.request("GET", "/2018-06-01/runtime/invocation/next")
                    call = api.getresponse()
                    request = call.getheader("Lambda-Runtime-Aws-Request-Id")
                    event = call.read().decode()
                    api.request("POST", f"/2018-06-01/runtime/invocation/{request}/response", f"[{event}]")
                    api.getresponse().read()
                """)
            .under(isolation);

    Worker worker = start(new ProvidedWorkerFactory(host), sample.spec());

    assertThat(text(worker.invoke(sample.call("1")))).isEqualTo("[1]");
    assertThat(text(worker.invoke(sample.call("2")))).isEqualTo("[2]");
    worker.stop(Duration.ZERO);
  }

  @Test
  void tellsErrorsExitsAndTimeouts() throws Exception {
    Sample sample =
        python(
                code,
                """
                import os, time
                def handler(event, context):
                    if event == "raise": raise ValueError("no")
                    if event == "exit": os._exit(7)
                    time.sleep(60)
                """)
            .under(isolation)
            .timeout(3_000);
    WorkerFactory factory = python3();
    factory.prepare(sample.spec());

    assertThat(lastWords(factory, sample, "raise")).contains("\"errorType\": \"ValueError\"");
    assertThat(lastWords(factory, sample, "exit")).contains("exit status 7");
    assertThat(lastWords(factory, sample, "sleep")).contains("timed out after 3.00 seconds");
  }

  @Test
  void tellsWhyCodeCantBeLoaded() throws Exception {
    Sample sample = python(code, "import nothing_of_that_name").under(isolation);
    WorkerFactory factory = python3();
    factory.prepare(sample.spec());

    assertThatThrownBy(() -> factory.start(sample.spec()))
        .isInstanceOfSatisfying(
            WorkerStartException.class,
            refused ->
                assertThat(new String(refused.body(), UTF_8))
                    .contains("Runtime.ImportModuleError"));
  }

  private static String lastWords(WorkerFactory factory, Sample sample, String event)
      throws Exception {
    Worker worker = factory.start(sample.spec());
    String answer = text(worker.invoke(sample.call("\"" + event + "\"")));
    worker.stop(Duration.ZERO);
    return answer;
  }

  @Test
  void standsStillWhileItIsFrozen() throws Exception {
    Sample sample =
        python(
                code,
                """
                import threading, time
                ticks = 0
                def tick():
                    global ticks
                    while True:
                        ticks += 1
                        time.sleep(0.001)
                threading.Thread(target=tick, daemon=True).start()
                def handler(event, context):
                    return ticks
                """)
            .under(isolation);
    Worker worker = start(python3(), sample.spec());
    int before = Integer.parseInt(text(worker.invoke(sample.call("0"))));

    worker.freeze();
    long frozenCpuNs = worker.cpuNs();
    await(() -> worker.cpuNs() == frozenCpuNs, "no more time is used");
    worker.thaw();

    await(
        () -> Integer.parseInt(text(worker.invoke(sample.call("0")))) > before, "it goes on again");
    worker.stop(Duration.ZERO);
  }

  /// What gVisor runs can't be told; it ends at once.
  @Test
  void isTerminatedBeforeItIsKilled() throws Exception {
    if (isolation == Isolation.GVISOR) {
      return;
    }
    Sample sample =
        python(
                code,
                """
                import signal, sys
                def handler(event, context):
                    signal.signal(signal.SIGTERM, lambda *_: (print("going", flush=True), sys.exit(0)))
                """)
            .under(isolation);
    Worker worker = start(python3(), sample.spec());
    worker.invoke(sample.call("0"));

    worker.stop(Duration.ofSeconds(10));

    await(() -> sample.logs().contains("going"), "the function was told");
  }

  @Test
  void leavesNothingBehind() throws Exception {
    Sample sample =
        python(
                code,
                """
                import subprocess, sys
                def handler(event, context):
                    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", event], start_new_session=True)
                """)
            .under(isolation);
    String mark = "mark-" + System.nanoTime();
    Worker worker = start(python3(), sample.spec());
    worker.invoke(sample.call("\"" + mark + "\""));
    List<Path> groups = groups();

    worker.stop(Duration.ZERO);

    await(() -> commandLines().noneMatch(line -> line.contains(mark)), "its processes are gone");
    await(() -> groups.stream().noneMatch(Files::exists), "its control groups are gone");
    assertThat(Path.of("/run/runc/function")).doesNotExist();
    assertThat(Path.of("/run/crun/function")).doesNotExist();
  }

  /// The groups that a container runtime has made of its own for sandboxes of this process.
  private static List<Path> groups() throws IOException {
    String mine = "perigee-" + ProcessHandle.current().pid() + "-";
    try (Stream<Path> all = Files.find(Path.of("/sys/fs/cgroup"), 6, (path, file) -> true)) {
      return all.filter(path -> path.endsWith("function"))
          .filter(path -> path.toString().contains(mine))
          .toList();
    }
  }

  private static Stream<String> commandLines() {
    return ProcessHandle.allProcesses().map(process -> process.info().commandLine().orElse(""));
  }
}
