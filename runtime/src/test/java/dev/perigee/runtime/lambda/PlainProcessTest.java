package dev.perigee.runtime.lambda;

import static dev.perigee.runtime.sandbox.Functions.await;
import static dev.perigee.runtime.sandbox.Functions.provided;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.sandbox.SandboxProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainProcessTest {
  private static final String NOWHERE = "127.0.0.1:9";

  @TempDir Path code;

  /// The platform that gets killed.
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      SandboxProcess process =
          PlainProcess.start(
              provided(Path.of(args[0]), "#!/bin/sh\nsleep 600 &\nwait\n").spec(), NOWHERE);
      assert process.isAlive();
      System.in.read();
    }
  }

  @Test
  void endsWithAPlatformThatIsKilled() throws Exception {
    Process platform =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                code.toString())
            .redirectErrorStream(true)
            .start();
    await(() -> bootstraps().size() == 2, "bootstrap and its child run");
    List<ProcessHandle> left = bootstraps();
    platform.destroyForcibly().waitFor();
    await(() -> left.stream().noneMatch(ProcessHandle::isAlive), "nothing is left");
  }

  private List<ProcessHandle> bootstraps() {
    return ProcessHandle.allProcesses()
        .filter(process -> commandOf(process).map(this::isOurs).orElse(false))
        .flatMap(process -> Stream.concat(Stream.of(process), process.children()))
        .toList();
  }

  private boolean isOurs(String command) {
    return command.endsWith(" " + code.resolve("bootstrap")) && !command.contains(" -c ");
  }

  private static Optional<String> commandOf(ProcessHandle process) {
    return process.info().commandLine();
  }

  @Test
  void tellsHowTheBootstrapEnded() throws Exception {
    assertThat(statusOf("exit 3")).isEqualTo(3);
    assertThat(statusOf("exit 0")).isZero();
    assertThat(statusOf("kill -9 $$")).isEqualTo(-9);
    assertThat(statusOf("kill -TERM $$")).isEqualTo(-15);
  }

  private int statusOf(String script) throws Exception {
    return PlainProcess.start(provided(code, "#!/bin/sh\n" + script).spec(), NOWHERE).exitStatus();
  }

  @Test
  void handsTheSignalToEndOn() throws Exception {
    Sample sample =
        provided(
            code,
            "#!/bin/sh\ntrap 'echo bye; exit 7' TERM\necho up\nwhile :; do sleep 0.05; done\n");
    SandboxProcess process = PlainProcess.start(sample.spec(), NOWHERE);
    await(() -> sample.logs().contains("up"), "it runs");
    process.stop(Duration.ofSeconds(20));
    assertThat(process.exitStatus()).isEqualTo(7);
    await(() -> sample.logs().equals(List.of("up", "bye")), "its last words are told");
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void freezesAndThawsAllThatItStarted() throws Exception {
    Sample sample = provided(code, "#!/bin/sh\nwhile :; do :; done &\nwhile :; do :; done\n");
    SandboxProcess process = PlainProcess.start(sample.spec(), NOWHERE);
    await(() -> process.cpuNs() > 10_000_000, "it computes");
    process.freeze();
    await(() -> stands(process), "its clock stands");
    process.thaw();
    long beforeNs = process.cpuNs();
    await(() -> process.cpuNs() > beforeNs + 10_000_000, "it goes on");
    process.stop(Duration.ZERO);
  }

  private static boolean stands(SandboxProcess process) {
    long beforeNs = process.cpuNs();
    long endNs = System.nanoTime() + 50_000_000;
    while (System.nanoTime() - endNs < 0) {
      Thread.onSpinWait();
    }
    return process.cpuNs() == beforeNs;
  }
}
