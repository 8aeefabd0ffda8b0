package dev.perigee.runtime.sandbox;

import static dev.perigee.runtime.sandbox.Functions.python;
import static dev.perigee.runtime.sandbox.Functions.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.language.PythonWorkerFactory;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.testing.Needs;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Functions that a program of the machine encloses.
class ContainerTest {
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

  private Worker start(Sample sample) throws Exception {
    factory.prepare(sample.spec());
    return factory.start(sample.spec());
  }

  private static void need(Isolation isolation) {
    String name = isolation.text();
    Needs.that(name, host.capabilities().has(name), host.capabilities().reason(name));
  }

  @ParameterizedTest
  @EnumSource(names = {"BUBBLEWRAP"})
  void answersAndKeepsItsState(Isolation isolation) throws Exception {
    need(isolation);
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

    Worker worker = start(sample);

    assertThat(text(worker.invoke(sample.call("1"))))
        .isEqualTo("[1, 1, \"/var/task\", \"sample\", \"of the function\"]");
    assertThat(text(worker.invoke(sample.call("{\"a\": 2}"))))
        .isEqualTo("[2, {\"a\": 2}, \"/var/task\", \"sample\", \"of the function\"]");
    worker.stop(Duration.ofMillis(100));
    Functions.await(() -> sample.logs().contains("call 2"), "the log has come");
  }
}
