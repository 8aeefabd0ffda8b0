package dev.perigee.runtime.lambda;

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
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProvidedWorkerTest {
  /// A runtime with N pollers; what it does with an event is the event's business.
  private static final String BOOTSTRAP =
      """
      #!/usr/bin/env python3
      import http.client, json, os, sys, threading, time
      ROOT = "/2018-06-01/runtime/"
      together = threading.Barrier(int(os.environ.get("POLLERS", "1")))
      def poll():
          api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
          def ask(method, path, body=None, headers={}):
              api.request(method, ROOT + path, body, headers)
              answer = api.getresponse()
              return answer.status, answer.headers, answer.read()
          while True:
              status, headers, body = ask("GET", "invocation/next")
              request = headers["Lambda-Runtime-Aws-Request-Id"]
              event = json.loads(body)
              reply = "invocation/" + request + "/response"
              print("got", flush=True)
              if event == "exit":
                  os._exit(7)
              elif event == "hang":
                  time.sleep(60)
              elif event == "fail":
                  ask("POST", "invocation/" + request + "/error", b'{"errorMessage":"no","errorType":"Mine"}')
              elif event == "large":
                  status, _, _ = ask("POST", reply, b"x" * 6291557)
                  print("told", status, flush=True)
              elif event == "chunks":
                  ask("POST", reply, iter([b"[1,", b"2]"]))
              elif event == "wrong":
                  said = [ask("POST", "invocation/0-0/response", b"1")[0], ask("POST", "init/error", b"{}")[0],
                          ask("GET", "nothing")[0], ask("GET", "invocation/next")[0]]
                  ask("POST", reply, json.dumps(said).encode())
              elif event == "meet":
                  together.wait(10)
                  ask("POST", reply, b'"met"')
              else:
                  ask("POST", reply, json.dumps([event, headers["Lambda-Runtime-Invoked-Function-Arn"],
                      int(headers["Lambda-Runtime-Deadline-Ms"]) > time.time() * 1000,
                      os.environ["LAMBDA_TASK_ROOT"] == os.getcwd()]).encode())
      if os.environ.get("INIT") == "error":
          api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
          api.request("POST", ROOT + "init/error", b'{"errorMessage":"unfit","errorType":"Runtime.Unfit"}')
          api.getresponse().read()
          sys.exit(1)
      if os.environ.get("INIT") == "exit":
          sys.exit(9)
      threads = [threading.Thread(target=poll) for _ in range(together.parties)]
      for t in threads: t.start()
      for t in threads: t.join()
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
  void handsEventsOutAndTakesAnswersIn(Isolation isolation) throws Exception {
    Sample sample = provided(code, BOOTSTRAP).under(isolation).timeout(20_000);
    Worker worker = start(sample);
    Invocation failing = sample.call("\"fail\"");

    Answer answer = worker.invoke(sample.call("{\"a\": 1}"));

    assertThat(text(answer))
        .isEqualTo(
            "[{\"a\": 1}, \"arn:aws:lambda:us-east-1:000000000000:function:sample\", true, true]");
    assertThat(answer.outcome()).isEqualTo(Outcome.OK);
    assertThat(answer.cpuNs()).isPositive();
    assertThat(text(worker.invoke(failing)))
        .isEqualTo("{\"errorMessage\":\"no\",\"errorType\":\"Mine\"}");
    assertThat(text(worker.invoke(sample.call("\"chunks\"")))).isEqualTo("[1,2]");
    assertThat(text(worker.invoke(sample.call("\"wrong\"")))).isEqualTo("[400, 403, 404, 403]");
    assertThat(worker.startPhases().initNs()).isPositive();
    worker.stop(Duration.ZERO);
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void tellsTheRuntimeThatAnAnswerIsTooLarge() throws Exception {
    Sample sample = provided(code, BOOTSTRAP).timeout(20_000);
    Worker worker = start(sample);

    Answer answer = worker.invoke(sample.call("\"large\""));

    assertThat(answer.payload()).isEqualTo(FunctionErrors.answerTooLarge());
    assertThat(text(worker.invoke(sample.call("2")))).startsWith("[2,");
    assertThat(sample.logs()).contains("told 413");
    worker.stop(Duration.ZERO);
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "NAMESPACES"})
  void tellsHowTheRuntimeEnded(Isolation isolation) throws Exception {
    Sample sample = provided(code, BOOTSTRAP).under(isolation).timeout(1_000);
    Invocation exiting = sample.call("\"exit\"");
    Invocation hanging = sample.call("\"hang\"");

    Answer exited = start(sample).invoke(exiting);
    Answer late = start(sample).invoke(hanging);

    assertThat(text(exited))
        .isEqualTo(
            "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
                + exiting.id()
                + " Error: Runtime exited with error: exit status 7\"}");
    assertThat(exited.reusable()).isFalse();
    assertThat(text(late))
        .contains("Task timed out after 1.00 seconds")
        .contains(hanging.id().toString());
    assertThat(late.outcome()).isEqualTo(Outcome.TIMEOUT);
  }

  @Test
  void tellsWhyARuntimeDidNotBegin() throws Exception {
    Sample sample = provided(code, BOOTSTRAP);
    assertThat(faultOf(sample.environment("INIT", "error")))
        .isEqualTo("{\"errorMessage\":\"unfit\",\"errorType\":\"Runtime.Unfit\"}");
    assertThat(faultOf(sample.environment("INIT", "exit")))
        .contains("Runtime.ExitError", "exit status 9");
    Files.delete(code.resolve("bootstrap"));
    assertThat(faultOf(sample))
        .contains("Runtime.InvalidEntrypoint", "Couldn't find valid bootstrap(s)");
  }

  @Test
  void tellsWhyABootstrapCannotBeExecuted() throws Exception {
    Sample sample = provided(code, BOOTSTRAP);
    Path bootstrap = code.resolve("bootstrap");
    assertThat(bootstrap.toFile().setExecutable(false, false)).isTrue();
    assertThat(faultOf(sample)).contains("Runtime.InvalidEntrypoint", "permission denied");

    assertThat(bootstrap.toFile().setExecutable(true, false)).isTrue();
    byte[] ofAnotherMachine = new byte[64];
    System.arraycopy(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1}, 0, ofAnotherMachine, 0, 7);
    ofAnotherMachine[16] = 2;
    ofAnotherMachine[18] = (byte) 0xF3;
    Files.write(bootstrap, ofAnotherMachine);
    assertThat(faultOf(sample)).contains("Runtime.InvalidEntrypoint", "exec format error");

    assertThat(text(start(provided(code, BOOTSTRAP)).invoke(sample.call("1")))).startsWith("[1,");
  }

  private static String faultOf(Sample sample) {
    WorkerStartException fault =
        catchThrowableOfType(WorkerStartException.class, () -> start(sample));
    assertThat(fault.fault()).isEqualTo(WorkerStartException.Fault.FUNCTION);
    return new String(fault.body(), UTF_8);
  }

  @Test
  void oneSandboxTakesSeveralInvocationsAtOnce() throws Exception {
    Sample sample =
        provided(code, BOOTSTRAP).concurrent(4).environment("POLLERS", "4").timeout(20_000);
    Worker worker = start(sample);
    long beforeNs = worker.cpuNs();

    List<Answer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(threads.submit(() -> worker.invoke(sample.call("\"meet\""))));
      }
      for (Future<Answer> call : calls) {
        answers.add(call.get(30, TimeUnit.SECONDS));
      }
    }

    assertThat(answers).extracting(answer -> text(answer)).containsOnly("\"met\"").hasSize(4);
    assertThat(answers.stream().mapToLong(Answer::cpuNs).sum())
        .isPositive()
        .isLessThanOrEqualTo(worker.cpuNs() - beforeNs);
    worker.stop(Duration.ZERO);
  }

  @Test
  void freezesAndThaws() throws Exception {
    Sample sample = provided(code, BOOTSTRAP).timeout(20_000);
    Worker worker = start(sample);
    worker.freeze();
    worker.thaw();

    assertThat(text(worker.invoke(sample.call("3")))).startsWith("[3,");
    worker.stop(Duration.ofSeconds(1));
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void runsAsAPlainProcessWhereThereIsNoPython() throws Exception {
    Sample sample = provided(code, BOOTSTRAP).under(Isolation.PROCESS).timeout(20_000);
    LambdaApi api = new LambdaApi(sample.spec().function(), List.of());
    PlainProcess process = PlainProcess.start(sample.spec(), api.open(ApiDoor.loopback()));
    assertThat(api.init().get(20, TimeUnit.SECONDS)).isInstanceOf(InitResult.Ready.class);
    Call call = new Call(sample.call("5"));
    api.slots().offer(call);

    assertThat(new String(call.reply().get(20, TimeUnit.SECONDS).payload(), UTF_8))
        .startsWith("[5,");
    assertThat(process.cpuNs()).isPositive();
    process.freeze();
    process.thaw();
    process.stop(Duration.ZERO);
    assertThat(process.exitStatus()).isEqualTo(-9);
    api.close();
  }
}
