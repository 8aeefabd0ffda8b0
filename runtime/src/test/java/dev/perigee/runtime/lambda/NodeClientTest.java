package dev.perigee.runtime.lambda;

import static dev.perigee.runtime.sandbox.Functions.provided;
import static dev.perigee.runtime.sandbox.Functions.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.function.Isolation;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.sandbox.Read;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The unmodified Runtime Interface Client for Node, as AWS ships it; `scripts/node-client` builds
/// it.
class NodeClientTest {
  private static final Path CLIENT = Path.of("../target/node-client/client");
  private static final String HANDLERS =
      """
      exports.string = async (event, context) =>
        `${event} in ${context.getRemainingTimeInMillis() > 0} ${context.functionName}`;
      exports.callback = (event, context, done) => done(null, { echo: event });
      exports.streamed = awslambda.streamifyResponse(async (event, stream) => {
        stream.write("one ");
        stream.end(event);
      });
      exports.any = async (event) => {
        switch (event) {
          case "throw": throw new RangeError("no luck");
          case "large": return "x".repeat(%d - 1);
          case "fits": return "x".repeat(%d - 2);
          case "sleep": return new Promise((done) => setTimeout(done, 60000));
          case "exit": process.exit(5);
          default: return event;
        }
      };
      """
          .formatted(FunctionErrors.ANSWER_MAX_BYTES, FunctionErrors.ANSWER_MAX_BYTES);

  private static SandboxHost host;
  private static ProvidedWorkerFactory factory;
  @TempDir static Path code;

  @BeforeAll
  static void layOut() throws IOException {
    Needs.python();
    Needs.node();
    Needs.that(
        "node-client",
        Files.exists(CLIENT.resolve("dist/rapid-client.node")),
        "there is no " + CLIENT.toAbsolutePath().normalize() + "; run scripts/node-client");
    host = SandboxHost.open();
    factory = new ProvidedWorkerFactory(host);
    copy(CLIENT, code.resolve("client"));
    Files.writeString(code.resolve("app.js"), HANDLERS);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @AfterAll
  static void close() {
    if (host != null) {
      host.close();
    }
  }

  private static Sample sample(String function) {
    String bootstrap =
        """
        #!/bin/sh
        cd "$LAMBDA_TASK_ROOT"
        exec node --expose-gc client/bin/index.mjs app.%s
        """
            .formatted(function);
    return provided(code, bootstrap).memory(512).timeout(20_000);
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

  private static List<String> answers(String function, String... events) throws Exception {
    Sample sample = sample(function);
    Worker worker = start(sample);
    List<String> answers =
        Arrays.stream(events).map(event -> text(worker.invoke(sample.call(event)))).toList();
    worker.stop(Duration.ZERO);
    return answers;
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "NAMESPACES"})
  void runsAsyncHandlers(Isolation isolation) throws Exception {
    Sample sample = sample("string").under(isolation);
    Worker worker = start(sample);

    assertThat(text(worker.invoke(sample.call("\"a\"")))).isEqualTo("\"a in true sample\"");
    assertThat(text(worker.invoke(sample.call("\"b\"")))).isEqualTo("\"b in true sample\"");
    worker.stop(Duration.ZERO);
  }

  @Test
  void runsHandlersThatCallBack() throws Exception {
    assertThat(answers("callback", "{\"a\":1}", "[]"))
        .containsExactly("{\"echo\":{\"a\":1}}", "{\"echo\":[]}");
  }

  @Test
  void runsHandlersThatStream() throws Exception {
    assertThat(answers("streamed", "\"two\"", "\"three\"")).containsExactly("one two", "one three");
  }

  @Test
  void letsACallerReadAStreamWhileItComes() throws Exception {
    Sample sample = sample("streamed");
    Worker worker = start(sample);
    Read read = new Read();
    Answer answer = worker.invoke(read.of(sample, "\"two\""));
    worker.stop(Duration.ZERO);

    assertThat(read.text()).isEqualTo("one two");
    assertThat(answer.payload()).isEmpty();
    assertThat(answer.streamedBytes()).isEqualTo(7);
  }

  @Test
  void goesOnAfterAnExceptionAndAnAnswerOfExactlyTheLimit() throws Exception {
    List<String> answers = answers("any", "\"throw\"", "\"fits\"", "\"fine\"");

    assertThat(answers.get(0)).contains("\"errorMessage\":\"no luck\"", "RangeError");
    assertThat(answers.get(1)).hasSize(FunctionErrors.ANSWER_MAX_BYTES);
    assertThat(answers.get(2)).isEqualTo("\"fine\"");
  }

  @Test
  void tellsThatAnAnswerIsTooLarge() throws Exception {
    Sample sample = sample("any");
    Answer answer = start(sample).invoke(sample.call("\"large\""));

    assertThat(text(answer)).contains("Function.ResponseSizeTooLarge");
  }

  @Test
  void isEndedByItsTimeoutAndByItself() throws Exception {
    Sample slow = sample("any").timeout(1_000);
    Answer late = start(slow).invoke(slow.call("\"sleep\""));
    Answer exited = start(slow).invoke(slow.call("\"exit\""));

    assertThat(late.outcome()).isEqualTo(Outcome.TIMEOUT);
    assertThat(text(late)).contains("Task timed out after 1.00 seconds");
    assertThat(text(exited)).contains("Runtime.ExitError", "exit status 5");
  }

  @Test
  void tellsWhyItCannotStart() throws Exception {
    Sample sample = sample("missing");
    String told;
    try {
      told = text(start(sample).invoke(sample.call("1")));
    } catch (WorkerStartException e) {
      told = new String(e.body(), UTF_8);
    }
    assertThat(told).contains("Runtime.HandlerNotFound", "app.missing is undefined");
  }
}
