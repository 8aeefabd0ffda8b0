package dev.perigee.runtime.sandbox;

import static dev.perigee.runtime.sandbox.Functions.await;
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
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How long workers and zygotes last, and what is left of them.
class LastingTest {
  private static final Patience SHORT = new Patience(Duration.ofMillis(50), Duration.ofMillis(200));
  private static final ControlGroups NO_GROUPS = new ControlGroups(0, new TreeMap<>(), "none");

  @TempDir Path dependencies;
  @TempDir Path code;

  @BeforeEach
  void needs() {
    Needs.python();
  }

  private Sample echo() {
    return python(code, "import os\ndef handler(event, context):\n    return event\n");
  }

  private Worker start(SandboxHost host, Sample sample) throws Exception {
    Needs.that(
        "namespaces",
        sample.isolation() != Isolation.NAMESPACES || host.capabilities().has("namespaces"),
        host.capabilities().reason("namespaces"));
    PythonWorkerFactory factory = new PythonWorkerFactory(host, dependencies);
    factory.prepare(sample.spec());
    return factory.start(sample.spec());
  }

  @Test
  void retiresAZygoteThatNobodyNeedsAndMakesANewOne() throws Exception {
    try (SandboxHost host = SandboxHost.open(NO_GROUPS, SearchPath.ofMachine(), SHORT)) {
      Sample sample = echo();
      Worker worker = start(host, sample);
      long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(600);
      await(() -> System.nanoTime() - endNs > 0, "its time is over");
      assertThat(host.zygoteCount()).as("a living worker keeps its zygote").isEqualTo(1);
      assertThat(text(worker.invoke(sample.call("1")))).isEqualTo("1");
      worker.stop(Duration.ZERO);

      await(() -> host.zygoteCount() == 0, "the zygote has retired");

      Worker next = start(host, sample);
      assertThat(text(next.invoke(sample.call("2")))).isEqualTo("2");
      next.stop(Duration.ZERO);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "NAMESPACES"})
  void noticesAWorkerThatDiesWhileItIsIdle(Isolation isolation) throws Exception {
    try (SandboxHost host = SandboxHost.open()) {
      Sample sample =
          python(
                  code,
                  """
                  import os, threading, time
                  def handler(event, context):
                      threading.Timer(0.05, lambda: os.kill(os.getpid(), 9)).start()
                  """)
              .under(isolation);
      Worker worker = start(host, sample);
      assertThat(worker.invoke(sample.call("1")).reusable()).isTrue();

      await(() -> !worker.isAlive(), "its death is noticed");
    }
  }

  @Test
  void noticesThatAZygoteTookItsWorkersAlong() throws Exception {
    try (SandboxHost host = SandboxHost.open()) {
      Sample sample = echo();
      Worker worker = start(host, sample);
      assertThat(worker.isAlive()).isTrue();

      zygotes().forEach(ProcessHandle::destroyForcibly);

      await(() -> !worker.isAlive(), "its death is noticed");
      Worker next = start(host, sample);
      assertThat(text(next.invoke(sample.call("2")))).isEqualTo("2");
      next.stop(Duration.ZERO);
    }
  }

  /// Children of the spawner, which is the child of the watcher.
  private static List<ProcessHandle> zygotes() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains("sandbox_host.py"))
        .flatMap(ProcessHandle::children)
        .flatMap(ProcessHandle::children)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "NAMESPACES"})
  void freezesAllProcessesWithoutAFreezer(Isolation isolation) throws Exception {
    try (SandboxHost host =
        SandboxHost.open(NO_GROUPS, SearchPath.ofMachine(), Patience.normal())) {
      Sample sample =
          python(
                  code,
                  """
                  import subprocess, sys, threading
                  def spin():
                      while True: pass
                  threading.Thread(target=spin, daemon=True).start()
                  subprocess.Popen([sys.executable, "-ISc", "while True: pass"], start_new_session=True)
                  def handler(event, context):
                      return event
                  """)
              .under(isolation);
      Worker worker = start(host, sample);
      assertThat(text(worker.invoke(sample.call("1")))).isEqualTo("1");

      worker.freeze();

      await(() -> stands(worker), "all of its processes stand still");
      worker.thaw();
      long beforeNs = worker.cpuNs();
      await(() -> worker.cpuNs() > beforeNs + 10_000_000, "they go on");
      assertThat(text(worker.invoke(sample.call("2")))).isEqualTo("2");
      worker.freeze();
      worker.stop(Duration.ZERO);
      assertThat(worker.isAlive()).isFalse();
    }
  }

  private static boolean stands(Worker worker) {
    long beforeNs = worker.cpuNs();
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
    while (System.nanoTime() - endNs < 0) {
      Thread.onSpinWait();
    }
    return worker.cpuNs() == beforeNs;
  }
}
