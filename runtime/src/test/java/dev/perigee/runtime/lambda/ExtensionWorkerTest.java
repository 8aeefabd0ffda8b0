package dev.perigee.runtime.lambda;

import static dev.perigee.runtime.sandbox.Functions.await;
import static dev.perigee.runtime.sandbox.Functions.provided;
import static dev.perigee.runtime.sandbox.Functions.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perigee.model.function.Isolation;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExtensionWorkerTest {
  private static final String BOOTSTRAP =
      """
      #!/usr/bin/env python3
      import http.client, json, os, sys, time
      api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
      def ask(method, path, body=None):
          api.request(method, "/2018-06-01/runtime/invocation/" + path, body)
          answer = api.getresponse()
          return answer.headers, answer.read()
      while True:
          headers, event = ask("GET", "next")
          print("event", event.decode(), flush=True)
          if event == b'"exit"': os._exit(7)
          if event == b'"hang"': time.sleep(60)
          ask("POST", headers["Lambda-Runtime-Aws-Request-Id"] + "/response", event)
      """;

  /// Says what it is told; WORK in the event's place decides what else it does.
  private static final String EXTENSION =
      """
      #!/usr/bin/env python3
      import http.client, http.server, json, os, sys, threading, time
      address = os.environ["AWS_LAMBDA_RUNTIME_API"]
      api = http.client.HTTPConnection(address)
      def ask(method, path, body=None, headers={}):
          api.request(method, path, body, headers)
          answer = api.getresponse()
          return answer.headers, answer.read()
      headers, _ = ask("POST", "/2020-01-01/extension/register", json.dumps({"events": ["INVOKE", "SHUTDOWN"]}),
          {"Lambda-Extension-Name": os.path.basename(sys.argv[0])})
      me = {"Lambda-Extension-Identifier": headers["Lambda-Extension-Identifier"]}
      class Listener(http.server.BaseHTTPRequestHandler):
          def do_POST(self):
              for one in json.loads(self.rfile.read(int(self.headers["Content-Length"]))):
                  if one["type"] != "extension":
                      print("telemetry", one["type"], one["record"] if one["type"] == "function" else "", flush=True)
              self.send_response(200)
              self.end_headers()
          def log_message(self, *args): pass
      if "LISTEN" in os.environ:
          server = http.server.ThreadingHTTPServer(("0.0.0.0", 0), Listener)
          threading.Thread(target=server.serve_forever, daemon=True).start()
          print("subscribed", ask("PUT", "/2022-07-01/telemetry", json.dumps({"schemaVersion": "2022-12-13",
              "types": ["platform", "function"], "buffering": {"timeoutMs": 25}, "destination": {"protocol": "HTTP",
              "URI": "http://sandbox.localdomain:%d/" % server.server_port}}), me)[1].decode(), flush=True)
      print("handler hidden", "_HANDLER" not in os.environ, flush=True)
      while True:
          event = json.loads(ask("GET", "/2020-01-01/extension/event/next", None, me)[1])
          print("told", event["eventType"], event.get("shutdownReason", ""), flush=True)
          if event["eventType"] == "SHUTDOWN":
              break
          if os.environ.get("WORK") == "crash": os._exit(3)
          if os.environ.get("WORK") == "linger": time.sleep(60)
      """;

  private static SandboxHost host;
  private static ProvidedWorkerFactory factory;
  @TempDir Path code;

  @BeforeAll
  static void open() {
    Needs.python();
    host = SandboxHost.open();
    factory = new ProvidedWorkerFactory(host);
  }

  @AfterAll
  static void close() {
    if (host != null) {
      host.close();
    }
  }

  private Sample sample() throws Exception {
    return sample(EXTENSION);
  }

  private Sample sample(String extension) throws Exception {
    Path folder = Files.createDirectories(code.resolve("extensions"));
    Path file = Files.writeString(folder.resolve("watcher"), extension);
    Files.writeString(folder.resolve("README"), "not executable, so not started");
    assertThat(file.toFile().setExecutable(true, false)).isTrue();
    return provided(code, BOOTSTRAP).timeout(20_000);
  }

  private static Worker start(Sample sample) throws WorkerStartException {
    if (sample.isolation() == Isolation.NAMESPACES) {
      Needs.that(
          "namespaces",
          host.capabilities().has("namespaces"),
          host.capabilities().reason("namespaces"));
    }
    factory.prepare(sample.spec());
    return factory.start(sample.spec());
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "NAMESPACES"})
  void isToldOfInvocationsAndOfTheEnd(Isolation isolation) throws Exception {
    Sample sample = sample().under(isolation);
    Worker worker = start(sample);

    String first = text(worker.invoke(sample.call("1")));
    String second = text(worker.invoke(sample.call("2")));
    worker.stop(Duration.ofMillis(500));

    assertThat(List.of(first, second)).containsExactly("1", "2");
    assertThat(worker.isAlive()).isFalse();
    await(() -> sample.logs().contains("told SHUTDOWN spindown"), "the end is told");
    assertThat(sample.logs().stream().filter("told INVOKE "::equals)).hasSize(2);
    assertThat(sample.logs()).contains("handler hidden True", "event 1", "event 2");
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "NAMESPACES"})
  void getsTelemetryInsideTheSandbox(Isolation isolation) throws Exception {
    Sample sample = sample().under(isolation).environment("LISTEN", "yes");
    Worker worker = start(sample);
    Needs.that(
        "root",
        !sample.logs().toString().contains("Telemetry.NotSupported"),
        "only root may reach into the network of a sandbox");

    worker.invoke(sample.call("5"));

    await(() -> sample.logs().contains("telemetry function event 5"), "it has the line");
    await(() -> sample.logs().contains("telemetry platform.report "), "it has the report");
    assertThat(sample.logs())
        .contains(
            "subscribed \"OK\"",
            "telemetry platform.initStart ",
            "telemetry platform.extension ",
            "telemetry platform.start ",
            "telemetry platform.runtimeDone ");
    worker.stop(Duration.ZERO);
  }

  @Test
  void isToldWhyTheSandboxEnds() throws Exception {
    Sample exiting = sample();
    Sample hanging = exiting.timeout(500);
    Answer exited = start(exiting).invoke(exiting.call("\"exit\""));
    Answer late = start(hanging).invoke(hanging.call("\"hang\""));

    assertThat(text(exited)).contains("Runtime.ExitError", "exit status 7");
    assertThat(exited.reusable()).isFalse();
    assertThat(late.outcome()).isEqualTo(Outcome.TIMEOUT);
    await(() -> exiting.logs().contains("told SHUTDOWN failure"), "the failure is told");
    await(() -> hanging.logs().contains("told SHUTDOWN timeout"), "the timeout is told");
  }

  @Test
  void itsEndIsTheEndOfTheSandbox() throws Exception {
    Sample sample = sample().environment("WORK", "crash");
    Worker worker = start(sample);

    Answer answer = worker.invoke(sample.call("\"hang\""));

    assertThat(text(answer)).contains("Extension.Crash", "watcher", "exit status 3");
    assertThat(answer.reusable()).isFalse();
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void mayWorkOnUntilTheTimeoutAfterTheAnswer() throws Exception {
    Sample sample = sample().environment("WORK", "linger").timeout(1_000);
    Worker worker = start(sample);

    Answer answer = worker.invoke(sample.call("1"));

    assertThat(text(answer)).isEqualTo("1");
    await(() -> !worker.isAlive(), "its time is up");
  }

  @Test
  void itsFailureAtTheStartIsTheFunctions() throws Exception {
    assertThat(faultOf(sample("#!/bin/sh\nexit 4\n")))
        .contains("Extension.Crash", "watcher", "exit status 4");
    assertThat(faultOf(sample("neither script nor program")))
        .contains("Extension.Crash", "watcher");
  }

  @Test
  void theExampleCountsTheCallsOfItsSandbox() throws Exception {
    Path example = Path.of("../examples/functions/watched");
    Sample sample = sample(Files.readString(example.resolve("extensions/watcher")));
    Files.writeString(code.resolve("bootstrap"), Files.readString(example.resolve("bootstrap")));
    Worker worker = start(sample);

    assertThat(text(worker.invoke(sample.call("1")))).isEqualTo("1");
    worker.invoke(sample.call("2"));
    worker.stop(Duration.ofMillis(500));

    await(() -> sample.logs().contains("watcher: 2 calls until spindown"), "it has counted");
  }

  private static String faultOf(Sample sample) {
    WorkerStartException fault =
        catchThrowableOfType(WorkerStartException.class, () -> start(sample));
    assertThat(fault.fault()).isEqualTo(WorkerStartException.Fault.FUNCTION);
    return new String(fault.body(), UTF_8);
  }
}
