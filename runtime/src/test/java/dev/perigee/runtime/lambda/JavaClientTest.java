package dev.perigee.runtime.lambda;

import static dev.perigee.runtime.sandbox.Functions.provided;
import static dev.perigee.runtime.sandbox.Functions.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.function.Isolation;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.testing.Needs;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The unmodified Runtime Interface Client for Java, as AWS ships it.
class JavaClientTest {
  private static final String HANDLERS =
      """
      import com.amazonaws.services.lambda.runtime.*;
      import java.io.*;

      public class Handlers {
        public static class Person {
          private String name;
          public String getName() { return name; }
          public void setName(String name) { this.name = name; }
        }

        public String string(String event, Context context) {
          return event + " in " + (context.getRemainingTimeInMillis() > 0) + " " + context.getFunctionName();
        }

        public Person pojo(Person person) {
          person.setName("dear " + person.getName());
          return person;
        }

        public void stream(InputStream in, OutputStream out, Context context) throws IOException {
          in.transferTo(out);
        }

        public String any(String event) throws Exception {
          switch (event) {
            case "throw": throw new IllegalStateException("no luck");
            case "large": return "x".repeat(%d - 1);
            case "fits": return "x".repeat(%d - 2);
            case "sleep": Thread.sleep(60_000);
            case "exit": System.exit(5);
            default: return event;
          }
        }
      }
      """
          .formatted(FunctionErrors.ANSWER_MAX_BYTES, FunctionErrors.ANSWER_MAX_BYTES);

  private static SandboxHost host;
  private static ProvidedWorkerFactory factory;
  @TempDir static Path code;

  @BeforeAll
  static void compile() throws Exception {
    Needs.python();
    Needs.that(
        "java",
        System.getProperty("java.home").startsWith("/usr/"),
        "sandboxes see no JDK outside of /usr");
    host = SandboxHost.open();
    factory = new ProvidedWorkerFactory(host);
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.contains("aws-lambda-java-") || entry.contains("utils-lite")) {
        Files.copy(Path.of(entry), code.resolve(Path.of(entry).getFileName()));
      }
    }
    Path source = Files.writeString(code.resolve("Handlers.java"), HANDLERS);
    List<String> arguments =
        List.of("-cp", System.getProperty("java.class.path"), "-proc:none", source.toString());
    int failed =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(failed).isZero();
  }

  @AfterAll
  static void close() {
    if (host != null) {
      host.close();
    }
  }

  private static Sample sample(String method) {
    String bootstrap =
        """
        #!/bin/sh
        exec %s/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -cp "$LAMBDA_TASK_ROOT:$LAMBDA_TASK_ROOT/*" \\
          com.amazonaws.services.lambda.runtime.api.client.AWSLambda Handlers::%s
        """
            .formatted(System.getProperty("java.home"), method);
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

  private static List<String> answers(String method, String... events) throws Exception {
    Sample sample = sample(method);
    Worker worker = start(sample);
    List<String> answers =
        Arrays.stream(events).map(event -> text(worker.invoke(sample.call(event)))).toList();
    worker.stop(Duration.ZERO);
    return answers;
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "NAMESPACES"})
  void runsHandlersOfStrings(Isolation isolation) throws Exception {
    Sample sample = sample("string").under(isolation);
    Worker worker = start(sample);

    assertThat(text(worker.invoke(sample.call("\"a\"")))).isEqualTo("\"a in true sample\"");
    assertThat(text(worker.invoke(sample.call("\"b\"")))).isEqualTo("\"b in true sample\"");
    worker.stop(Duration.ZERO);
  }

  @Test
  void runsHandlersOfObjectsAndStreams() throws Exception {
    assertThat(answers("pojo", "{\"name\":\"Ada\"}", "{\"name\":\"Bob\"}"))
        .containsExactly("{\"name\":\"dear Ada\"}", "{\"name\":\"dear Bob\"}");
    assertThat(answers("stream", "[1, 2]", "{}")).containsExactly("[1, 2]", "{}");
  }

  @Test
  void goesOnAfterAnExceptionAndAnAnswerOfExactlyTheLimit() throws Exception {
    List<String> answers = answers("any", "\"throw\"", "\"fits\"", "\"fine\"");

    assertThat(answers.get(0)).contains("\"errorMessage\":\"no luck\"", "IllegalStateException");
    assertThat(answers.get(1)).hasSize(FunctionErrors.ANSWER_MAX_BYTES);
    assertThat(answers.get(2)).isEqualTo("\"fine\"");
  }

  /// This client ends when it is told that its answer is too large.
  @Test
  void isReplacedAfterAnAnswerThatIsTooLarge() throws Exception {
    Sample sample = sample("any");
    Answer answer = start(sample).invoke(sample.call("\"large\""));

    assertThat(text(answer)).contains("Function.ResponseSizeTooLarge");
    assertThat(answer.reusable()).isFalse();
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
    assertThat(told).contains("No public method named missing");
  }
}
