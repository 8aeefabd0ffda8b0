package dev.perigee.runtime.sandbox;

import static dev.perigee.runtime.sandbox.Functions.python;
import static dev.perigee.runtime.sandbox.Functions.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.language.PythonWorkerFactory;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.worker.JsonText;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A function of one tenant that looks for what a function of another, which lives beside it, has.
@ParameterizedClass
@EnumSource(
    value = Isolation.class,
    names = {"NAMESPACES", "BUBBLEWRAP", "RUNC", "CRUN", "GVISOR"})
@SuppressWarnings("NullAway.Init") // each round of the class begins with a meeting
class TenantsApartTest {
  private static final String SECRET = "of-acme-only-4711";

  /// Both tenants deployed the same code, so its files are the same too. The keeper leaves its
  /// secret wherever a process can leave something; whoever else is called runs the event.
  private static final String HANDLER =
      """
      import ctypes, glob, os, socket, threading
      libc = ctypes.CDLL(None, use_errno=True)
      libc.shmat.restype = ctypes.c_void_p
      kept = []

      def call(name, *args):
          result = getattr(libc, name)(*args)
          return os.strerror(ctypes.get_errno()) if result < 0 else "done"

      def refused(attempt, *each):
          for one in each:
              try:
                  if attempt(one) not in (None, "Operation not permitted", "No such process",
                                          "Function not implemented", "Bad file descriptor"):
                      return "reached " + str(one)
              except OSError as problem:
                  pass
          return "refused all"

      class Vector(ctypes.Structure):
          _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]

      def foreign(pid, name="process_vm_readv"):
          room = ctypes.create_string_buffer(16)
          mine, theirs = Vector(ctypes.addressof(room), 16), Vector(id(kept), 16)
          return call(name, pid, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0)

      def keep():
          secret = os.environ["SECRET"]
          kept.append(secret)
          open("/tmp/secret", "w").write(secret)
          open("/dev/shm/secret", "w").write(secret)
          segment = libc.shmget(4711, 4096, 0o1666)
          where = libc.shmat(segment, None, 0)
          ctypes.memmove(where, secret.encode(), len(secret))
          libc.msgget(4711, 0o1666)
          libc.semget(4711, 1, 0o1666)
          for family, address in ((socket.AF_UNIX, "\\0acme"), (socket.AF_UNIX, "/tmp/acme.sock"),
                                  (socket.AF_INET, ("127.0.0.1", 4711))):
              server = socket.socket(family)
              server.bind(address)
              server.listen()
              kept.append(server)
          print("a line of " + secret)
          return ctypes.string_at(where, len(secret)).decode()

      def handler(event, context):
          if event == "keep":
              return keep()
          names = {}
          try:
              exec(event, globals(), names)
              return names.get("answer", "done")
          except BaseException as problem:
              return type(problem).__name__ + ": " + str(problem)
      """;

  @TempDir static Path shared;
  private static Path folder;
  private static SandboxHost host;
  private static Sample keeper;
  private static Sample spy;
  private static Worker keeping;
  private static Worker spying;

  TenantsApartTest(Isolation isolation) {
    assertThat(keeper.isolation()).isEqualTo(isolation);
  }

  /// Both live at once; the keeper has left its secret before the first attempt.
  @BeforeParameterizedClassInvocation
  static void meet(Isolation isolation) throws Exception {
    Needs.python();
    folder = shared.resolve(isolation.text());
    host = SandboxHost.open();
    Containers.need(host, isolation);
    Path code = folder.resolve("code");
    keeper = python(code, HANDLER).under(isolation).environment("SECRET", SECRET);
    spy = python(code, HANDLER).under(isolation).timeout(20_000).ofTenant("umbra");
    PythonWorkerFactory factory = new PythonWorkerFactory(host, folder.resolve("dependencies"));
    Files.createDirectories(folder.resolve("layers/python"));
    factory.prepare(layered(keeper));
    factory.prepare(layered(spy));
    keeping = factory.start(layered(keeper));
    spying = factory.start(layered(spy));
    assertThat(text(keeping.invoke(keeper.call("\"keep\"")))).isEqualTo("\"" + SECRET + "\"");
  }

  private static WorkerSpec layered(Sample sample) {
    WorkerSpec bare = sample.spec();
    return new WorkerSpec(
        bare.node(),
        bare.function(),
        bare.code(),
        bare.cpuMilli(),
        bare.logs(),
        Optional.empty(),
        Optional.of(folder.resolve("layers")),
        false,
        bare.calls());
  }

  @AfterParameterizedClassInvocation
  static void close() {
    if (host != null) {
      host.close();
    }
  }

  private String attempt(String program) {
    String answer = text(spying.invoke(spy.call(JsonText.quote(program))));
    assertThat(answer).doesNotContain(SECRET);
    return answer;
  }

  /// As this machine counts, which is how a sandbox could be found from outside.
  private static String processes() {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> pid > 9)
        .map(String::valueOf)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "memory as a file|refused(lambda p: open(f'/proc/{p}/mem', 'rb'), *PIDS)",
        "memory of its neighbours|refused(foreign, *PIDS)",
        "memory to write to|refused(lambda p: foreign(p, 'process_vm_writev'), *PIDS)",
        "threads to trace|refused(lambda p: call('ptrace', 16, p, 0, 0), *PIDS)",
        "processes to signal|refused(lambda p: os.kill(p, 0) or 'sent', *PIDS)",
        "processes to hold|refused(lambda p: os.pidfd_open(p), *PIDS)",
        "roots of processes|refused(lambda p: os.listdir(f'/proc/{p}/root'), *PIDS)",
        "work folders|refused(lambda p: os.listdir(f'/proc/{p}/cwd'), *PIDS)",
        "descriptors|refused(lambda p: os.listdir(f'/proc/{p}/fd'), *PIDS)",
        "namespaces|refused(lambda p: os.open(f'/proc/{p}/ns/net', 0), *PIDS)",
        "variables|refused(lambda p: open(f'/proc/{p}/environ'), *PIDS)",
        "code at its place|refused(open, CODE + '/app.py')",
        "dependencies and layers|refused(os.listdir, DEPENDENCIES, LAYERS)",
        "sockets of the platform|refused(os.listdir, RUN, '/host/tmp',"
            + " '/run/perigee/bundle/state')",
        "the platform's door|refused(socket.socket(socket.AF_UNIX).connect, RUN + '/host.sock')",
        "an abstract socket|refused(socket.socket(socket.AF_UNIX).connect, '\\0acme')",
        "a named socket|refused(socket.socket(socket.AF_UNIX).connect, '/tmp/acme.sock')",
        "a port on loopback|refused(socket.socket().connect, ('127.0.0.1', 4711))",
        "the other's Runtime API|refused(socket.socket().connect, ('127.0.0.1', 9001))",
        "files for a time|refused(open, '/tmp/secret', '/dev/shm/secret')",
        "code to change|refused(lambda f: open(f, 'a'), '/var/task/app.py', '/var/task/new.py')",
        "code to remove|refused(lambda f: os.remove(f) or 'gone', '/var/task/app.py')",
        "code to age|refused(lambda f: os.utime(f, (0, 0)) or 'aged', '/var/task/app.py')",
        "code to open up|refused(lambda f: os.chmod(f, 0o777) or 'open', '/var/task/app.py')",
        "code to link|refused(lambda f: os.link(f, '/tmp/app.py') or 'made', '/var/task/app.py')",
        "layers to change|refused(lambda f: open(f, 'w'), '/opt/python/new.py', '/opt/new')",
      })
  void reachesNo(String what, String program) {
    String given =
        "PIDS=%s; CODE='%s'; DEPENDENCIES='%s'; LAYERS='%s'; RUN='%s'\n"
            .formatted(
                processes(),
                keeper.code(),
                folder.resolve("dependencies"),
                folder.resolve("layers"),
                host.socketDirectory());

    // Global, for a function that is made by a program sees none of the program's other names.
    String answer = attempt("exec(" + JsonText.quote(given) + ", globals())\nanswer = " + program);

    assertThat(answer).as(what).isEqualTo("\"refused all\"");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "shared memory|call('shmget', 4711, 0, 0)",
        "a queue of messages|call('msgget', 4711, 0)",
        "a semaphore|call('semget', 4711, 0, 0)",
      })
  void findsNo(String what, String program) {
    assertThat(attempt("answer = " + program)).as(what).contains("No such file");
  }

  @Test
  void aSegmentOfAnyNumberIsItsOwn() {
    assertThat(
            attempt(
                "answer = [ctypes.string_at(w, 32).decode('latin-1') for w in"
                    + " (libc.shmat(n, None, 0o10000) for n in range(200))"
                    + " if w not in (None, ctypes.c_void_p(-1).value)]"))
        .isEqualTo("[]");
  }

  @Test
  void seesTheOthersFoldersInNoListOfMountsOrDescriptors() {
    assertThat(
            attempt(
                "answer = open('/proc/self/mountinfo').read()"
                    + " + str([os.path.realpath(f) for f in glob.glob('/proc/self/fd/*')])"))
        .doesNotContain("acme")
        .doesNotContain("host.sock");
  }

  @Test
  void seesNothingOfItInVariablesAndArgumentsOfAnyProcess() {
    assertThat(
            attempt(
                """
                found = []
                for path in glob.glob('/proc/[0-9]*/environ') + glob.glob('/proc/[0-9]*/cmdline'):
                    try:
                        found.append(open(path, 'rb').read().decode('latin-1'))
                    except OSError:
                        pass
                answer = found
                """))
        .doesNotContain("acme");
  }

  /// What the same code in the same interpreter has left for the one is not there for the other.
  @Test
  void findsNothingLeftInTheInterpreter() {
    assertThat(attempt("answer = [kept, os.listdir('/tmp'), os.environ.get('SECRET')]"))
        .isEqualTo("[[], [], null]");
  }

  @Test
  void theKeeperStillHasItAndNobodyElseReadItsLog() throws Exception {

    assertThat(text(keeping.invoke(keeper.call("\"answer = open('/tmp/secret').read()\""))))
        .isEqualTo("\"" + SECRET + "\"");
    Functions.await(
        () -> keeper.logs().stream().anyMatch(line -> line.contains(SECRET)), "its log is there");
    assertThat(spy.logs()).noneMatch(line -> line.contains(SECRET));
    assertThat(Files.readString(keeper.code().resolve("app.py"))).isEqualTo(HANDLER);
    assertThat(keeping.isAlive()).isTrue();
  }
}
