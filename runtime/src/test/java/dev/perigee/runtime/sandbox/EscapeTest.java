package dev.perigee.runtime.sandbox;

import static dev.perigee.runtime.sandbox.Functions.python;
import static dev.perigee.runtime.sandbox.Functions.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.language.PythonWorkerFactory;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.JsonText;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.testing.Needs;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Functions that try to get out or to take the machine with them.
@ParameterizedClass
@EnumSource(
    value = Isolation.class,
    names = {"NAMESPACES", "BUBBLEWRAP", "RUNC", "CRUN", "GVISOR"})
class EscapeTest {
  /// The handler runs the event as a program; what it raises is its answer.
  private static final String HANDLER =
      """
      import ctypes, os, socket, subprocess, sys, threading, time
      libc = ctypes.CDLL(None, use_errno=True)
      def call(name, *args):
          result = getattr(libc, name)(*args)
          return os.strerror(ctypes.get_errno()) if result < 0 else "done"
      def handler(event, context):
          names = {}
          try:
              exec(event, globals(), names)
              return names.get("answer", "done")
          except BaseException as problem:
              return type(problem).__name__ + ": " + str(problem)
      """;

  private static SandboxHost host;
  private static PythonWorkerFactory factory;
  @TempDir static Path dependencies;
  @TempDir Path code;
  private final Isolation isolation;

  EscapeTest(Isolation isolation) {
    this.isolation = isolation;
  }

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

  @BeforeEach
  void needs() {
    Containers.need(host, isolation);
  }

  private Answer run(Sample sample, String program) throws Exception {
    Sample under = sample.under(isolation);
    factory.prepare(under.spec());
    Worker worker = factory.start(under.spec());
    Answer answer = worker.invoke(sample.call(JsonText.quote(program)));
    worker.stop(Duration.ZERO);
    return answer;
  }

  private String attempt(String program) throws Exception {
    return text(run(python(code, HANDLER).timeout(10_000), program));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mount|answer = call('mount', b'none', b'/tmp', b'tmpfs', 0, None)|Operation not permitted",
        "chroot|os.chroot('/tmp')|PermissionError",
        "ptrace|answer = call('ptrace', 16, 1, 0, 0)|Operation not permitted",
        "another group|os.setgroups([0])|PermissionError",
        "its own code|open('/var/task/app.py', 'a')|Error",
        "a kernel setting|open('/proc/sys/kernel/hostname', 'w')|Error",
        "the machine's name|socket.sethostname('x')|PermissionError",
        "the clock|time.clock_settime(time.CLOCK_REALTIME, 0)|PermissionError",
        "a virtual machine's socket|socket.socket(40, socket.SOCK_STREAM)|OSError",
        "a device|os.mknod('/tmp/disk', 0o60600, os.makedev(8, 0))|PermissionError",
        "a limit|import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (9999,"
            + " 9999))|ValueError",
        "its parent's folder|os.listdir('/host/tmp')|FileNotFoundError",
      })
  void refuses(String what, String program, String refusal) throws Exception {
    assertThat(attempt(program)).as(what).contains(refusal);
  }

  /// A user namespace of bubblewrap has no other user, and gVisor words refusals in its own way.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "another user|os.setuid(0)|PermissionError",
        "the root's files|open('/etc/perigee', 'w')|Read-only file system",
        "a raw socket|socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)|PermissionError",
      })
  void refusesInItsOwnWay(String what, String program, String refusal) throws Exception {
    assertThat(attempt(program))
        .as(what)
        .contains(isolation == Isolation.NAMESPACES ? refusal : "Error: [Errno");
  }

  /// In gVisor they are those of a kernel that only this function has.
  @Test
  void makesNoNamespaces() throws Exception {
    if (isolation == Isolation.GVISOR) {
      return;
    }
    assertThat(attempt("answer = call('unshare', 0x10000000)")).contains("Operation not permitted");
  }

  /// In a container that is itself, or one that sees the same.
  @Test
  void seesNothingMoreThroughTheFirstProcessOfItsNamespace() throws Exception {
    if (isolation == Isolation.NAMESPACES) {
      assertThat(attempt("open('/proc/1/mem', 'rb')")).contains("PermissionError");
      assertThat(attempt("os.listdir('/proc/1/root')")).contains("PermissionError");
    } else {
      assertThat(attempt("answer = os.path.samefile('/proc/1/root', '/')")).isEqualTo("true");
    }
  }

  @Test
  void seesNoOtherProcess() throws Exception {
    assertThat(attempt("answer = sorted(p for p in os.listdir('/proc') if p.isdigit())"))
        .isIn(
            isolation == Isolation.NAMESPACES
                ? List.of("[\"1\", \"2\"]")
                : List.of("[\"1\"]", "[\"1\", \"2\"]"));
    assertThat(attempt("answer = [call('kill', n, 9) for n in range(3, 3000)].count('done')"))
        .isEqualTo("0");
  }

  @Test
  void seesNoFileOfTheMachineOrOfAnotherTenant() throws Exception {
    Path secret = Files.writeString(dependencies.resolve("secret.txt"), "of another tenant");

    assertThat(attempt("answer = open('" + secret + "').read()")).contains("FileNotFoundError");
    assertThat(
            attempt(
                "answer = os.path.exists('/srv') or os.path.exists('/home') or"
                    + " os.path.exists('"
                    + (isolation == Isolation.GVISOR ? "/sys/fs/cgroup/memory" : "/sys")
                    + "')"))
        .isEqualTo("false");
    assertThat(attempt("answer = [k for k in os.environ if 'JAVA' in k or 'PERIGEE' in k]"))
        .isEqualTo("[]");
  }

  @Test
  void hasItsOwnEmptyTemporaryFolderOfLimitedSize() throws Exception {
    assertThat(attempt("open('/tmp/mine', 'w').write('x'); answer = os.listdir('/tmp')"))
        .isEqualTo("[\"mine\"]");
    assertThat(attempt("answer = os.listdir('/tmp')")).isEqualTo("[]");
    assertThat(attempt("f = open('/tmp/big', 'wb')\nfor _ in range(70): f.write(bytes(1 << 20))"))
        .contains("No space left on device");
  }

  @Test
  void hasNoNetworkButItsOwnLoopback() throws Exception {
    assertThat(attempt("socket.create_connection(('1.1.1.1', 53), 2)"))
        .contains("Network is unreachable");
    assertThat(
            attempt(
                "s = socket.create_server(('127.0.0.1', 0));"
                    + " socket.create_connection(s.getsockname(), 2)"))
        .isEqualTo("\"done\"");
  }

  @Test
  void aForkBombEndsWithItsTimeout() throws Exception {
    Sample sample = python(code, HANDLER).timeout(2_000);

    Answer answer =
        run(
            sample,
            "while True:\n  try:\n    os.fork()\n  except OSError:\n    time.sleep(0.01)\n");

    assertThat(text(answer)).containsAnyOf("Sandbox.Timedout", "Runtime.ExitError");
    assertThat(text(run(sample, "answer = 'fresh'"))).isEqualTo("\"fresh\"");
  }

  @Test
  void aMemoryBombIsKilled() throws Exception {
    Sample sample = python(code, HANDLER).timeout(20_000);

    Answer answer = run(sample, "hoard = []\nwhile True: hoard.append(bytearray(1 << 20))\n");

    assertThat(text(answer))
        .containsAnyOf("Runtime exited with error: signal: killed", "MemoryError");
    assertThat(text(run(sample, "answer = 'fresh'"))).isEqualTo("\"fresh\"");
  }

  @Test
  void aFloodOfDescriptorsHitsItsOwnLimit() throws Exception {
    assertThat(attempt("hoard = [open('/dev/null') for _ in range(5000)]"))
        .contains("Too many open files");
  }

  @Test
  void aFloodOfThreadsHitsItsOwnLimit() throws Exception {
    assertThat(
            attempt(
                "for _ in range(3000): threading.Thread(target=time.sleep, args=(60,),"
                    + " daemon=True).start()"))
        .containsAnyOf(
            "can't start new thread",
            isolation == Isolation.GVISOR ? "Runtime.ExitError" : "can't start new thread");
  }

  @Test
  void nothingThatItStartedOutlivesIt() throws Exception {
    Sample sample = python(code, HANDLER).timeout(500);
    String mark = "mark-" + System.nanoTime();

    Answer answer =
        run(
            sample,
            "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)', '"
                + mark
                + "'], start_new_session=True); time.sleep(600)");

    assertThat(text(answer)).contains("Sandbox.Timedout");
    Functions.await(
        () -> commandLines().noneMatch(line -> line.contains(mark)), "the process is gone");
  }

  private static Stream<String> commandLines() {
    return ProcessHandle.allProcesses().map(process -> process.info().commandLine().orElse(""));
  }
}
