package dev.perigee.runtime.sandbox;

import static dev.perigee.runtime.sandbox.Functions.python;
import static dev.perigee.runtime.sandbox.Functions.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.language.PythonWorkerFactory;
import dev.perigee.runtime.sandbox.Functions.Sample;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The values of a function's variables stay with the function.
class SecretsTest {
  private static final String SECRET = "hunter2-" + Long.toHexString(System.nanoTime());
  private static final String SPY =
      """
      import glob
      def handler(event, context):
          found = []
          for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline"):
              try:
                  text = open(path, "rb").read()
              except OSError:
                  continue
              if event.encode() in text:
                  found.append(path)
          return found
      """;

  @TempDir Path dependencies;
  @TempDir Path folder;

  @BeforeEach
  void needs() {
    Needs.python();
  }

  private Sample keeper(String source) {
    return python(folder.resolve("keeper"), source).environment("PASSWORD", SECRET);
  }

  @Test
  void noOtherSandboxSeesThem() throws Exception {
    try (SandboxHost host = SandboxHost.open()) {
      needsNamespaces(host);
      PythonWorkerFactory factory = new PythonWorkerFactory(host, dependencies);
      Sample keeper =
          keeper(
              "import os\ndef handler(event, context):\n    return len(os.environ['PASSWORD'])\n");
      Sample spy = python(folder.resolve("spy"), SPY);
      factory.prepare(keeper.spec());
      factory.prepare(spy.spec());
      Worker keeping = factory.start(keeper.spec());
      Worker spying = factory.start(spy.spec());
      assertThat(text(keeping.invoke(keeper.call("1")))).isEqualTo("" + SECRET.length());

      assertThat(text(spying.invoke(spy.call("\"" + SECRET + "\"")))).isEqualTo("[]");

      assertThat(processesThatShow(SECRET)).as("seen from the machine").isEmpty();
      keeping.stop(Duration.ZERO);
      spying.stop(Duration.ZERO);
    }
  }

  private static void needsNamespaces(SandboxHost host) {
    Needs.that(
        "namespaces",
        host.capabilities().has("namespaces"),
        host.capabilities().reason("namespaces"));
  }

  /// Even who may look at all processes finds them in no list of arguments or variables.
  private static List<String> processesThatShow(String text) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> Stream.of("environ", "cmdline").map(file -> process.pid() + "/" + file))
        .filter(file -> contains(Path.of("/proc", file), text))
        .toList();
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file, ISO_8859_1).contains(text);
    } catch (IOException goneOrForbidden) {
      return false;
    }
  }

  @Test
  void noLogOrErrorOfThePlatformTellsThem() throws Exception {
    try (SandboxHost host = SandboxHost.open()) {
      needsNamespaces(host);
      PythonWorkerFactory factory = new PythonWorkerFactory(host, dependencies);
      List<String> told = new ArrayList<>();
      for (String source :
          List.of(
              "import no_such_module\n",
              "def handler(event, context):\n    raise ValueError('bad')\n",
              "import os\ndef handler(event, context):\n    os._exit(3)\n",
              "import time\ndef handler(event, context):\n    time.sleep(60)\n")) {
        Sample sample = keeper(source).timeout(1_000);
        factory.prepare(sample.spec());
        told.add(sample.spec().toString());
        told.add(outcome(factory, sample));
        told.addAll(sample.logs());
      }
      WorkerStartException refused =
          catchThrowableOfType(
              WorkerStartException.class,
              () -> {
                host.claimProcessIsolation("somebody");
                host.require(Isolation.PROCESS, keeper("").spec().function().tenant());
              });
      told.add(String.valueOf(refused));
      assertThat(told).hasSizeGreaterThan(8).noneMatch(line -> line.contains(SECRET));
    }
  }

  private static String outcome(PythonWorkerFactory factory, Sample sample) {
    try {
      Worker worker = factory.start(sample.spec());
      String answer = text(worker.invoke(sample.call("1")));
      worker.stop(Duration.ZERO);
      return answer;
    } catch (WorkerStartException e) {
      return e + " " + e.getMessage() + " " + new String(e.bodyFor(new UUID(0, 0)), UTF_8);
    }
  }
}
