package dev.perigee.runtime.sandbox;

import static dev.perigee.runtime.sandbox.Functions.await;
import static dev.perigee.runtime.sandbox.Functions.python;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.language.PythonWorkerFactory;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.testing.Needs;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoOrphansTest {
  @TempDir Path code;

  /// The platform that gets killed: starts one worker whose function starts a process of its own,
  /// and waits.
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      Path code = Path.of(args[0]);
      SandboxHost host = SandboxHost.open();
      PythonWorkerFactory factory = new PythonWorkerFactory(host, code.resolve("dependencies"));
      Sample sample =
          python(code, Files.readString(code.resolve("app.py"))).under(Isolation.valueOf(args[1]));
      factory.prepare(sample.spec());
      factory.start(sample.spec()).invoke(sample.call("1"));
      System.out.println("running");
      System.in.read();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "NAMESPACES", "BUBBLEWRAP", "RUNC", "CRUN", "GVISOR"})
  void nothingOutlivesAPlatformThatIsKilled(Isolation isolation) throws Exception {
    Needs.python();
    try (SandboxHost host = SandboxHost.open()) {
      Containers.need(host, isolation);
    }
    String mark = "mark-" + System.nanoTime();
    python(
        code,
        """
        import os, subprocess, sys, threading, time
        def handler(event, context):
            subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "%s"], start_new_session=True)
        """
            .formatted(mark));
    List<ProcessHandle> started = new ArrayList<>();
    Process platform =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Victim.class.getName(),
                    code.toString(),
                    isolation.name()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = platform.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("running");
      started.addAll(platform.descendants().toList());
      assertThat(started).isNotEmpty();
    } finally {
      platform.destroyForcibly();
    }

    await(
        () -> started.stream().noneMatch(ProcessHandle::isAlive),
        "all that the platform had started is gone");
    await(
        () -> commandLines().stream().noneMatch(line -> line.contains(mark)),
        "the function's process is gone");
  }

  private static List<String> commandLines() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .toList();
  }
}
