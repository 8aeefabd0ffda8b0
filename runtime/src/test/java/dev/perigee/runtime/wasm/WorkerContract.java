package dev.perigee.runtime.wasm;

import static dev.perigee.runtime.wasm.Modules.call;
import static dev.perigee.runtime.wasm.Modules.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a worker for WebAssembly does, wherever its modules run.
abstract class WorkerContract {
  @TempDir Path folder;
  Modules modules;
  WasmWorkerFactory factory;

  abstract WasmWorkerFactory newFactory(Path artefacts);

  @BeforeEach
  void openFactory() throws Exception {
    modules = new Modules(Files.createDirectories(folder.resolve("code")));
    factory = newFactory(folder.resolve("artefacts"));
  }

  @AfterEach
  void closeFactory() {
    factory.close();
  }

  Worker worker(WorkerSpec spec) throws WorkerStartException {
    factory.prepare(spec);
    return factory.start(spec);
  }

  Worker faults() throws WorkerStartException {
    return worker(modules.spec("faults.wasm"));
  }

  @Test
  void answersWithWhatTheCommandWrites() throws Exception {
    Answer answer = call(worker(modules.spec("echo.wasm")), "{\"a\": 1}");
    assertThat(text(answer)).isEqualTo("{\"a\": 1}");
    assertThat(answer.outcome()).isEqualTo(Outcome.OK);
    assertThat(answer.reusable()).isTrue();
    assertThat(answer.handlerNs()).isPositive();
    assertThat(answer.cpuNs()).isPositive();
  }

  @Test
  void carriesSixMebibytesThereAndBack() throws Exception {
    String large = "x".repeat(6 << 20);
    assertThat(text(call(worker(modules.spec("echo.wasm")), large))).isEqualTo(large);
  }

  @Test
  void reportsExitCodeAsLambdaWordsIt() throws Exception {
    var invocation = Modules.invocation("exit3".getBytes(UTF_8), Modules.SECOND_NS);
    Answer answer = faults().invoke(invocation);
    assertThat(answer.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(text(answer))
        .isEqualTo(
            "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: "
                + invocation.id()
                + " Error: Runtime exited with error: exit status 3\"}");
    assertThat(answer.reusable()).isTrue();
  }

  @Test
  void reportsTrapsAndGoesOn() throws Exception {
    Worker worker = faults();
    for (String fault : new String[] {"trap", "outside", "recurse"}) {
      Answer answer = call(worker, fault);
      assertThat(answer.outcome()).as(fault).isEqualTo(Outcome.ERROR);
      assertThat(text(answer))
          .as(fault)
          .startsWith("{\"errorType\":\"Runtime.Trap\",\"errorMessage\":\"RequestId: ");
    }
    assertThat(text(call(worker, "recurse"))).contains("call stack exhausted");
    assertThat(text(call(worker, "outside"))).contains("out of bounds memory access");
    assertThat(modules.logs).anyMatch(line -> line.contains("trap:"));
    assertThat(text(call(worker, "count"))).isEqualTo("1");
  }

  @Test
  void interruptsEndlessLoopsAndSleepsAtTheDeadline() throws Exception {
    Worker worker = faults();
    for (String endless : new String[] {"loop", "tight", "sleep", "flood"}) {
      Answer answer = call(worker, endless, 100_000_000);
      assertThat(answer.outcome()).as(endless).isEqualTo(Outcome.TIMEOUT);
      assertThat(text(answer))
          .contains(
              "\"errorType\":\"Sandbox.Timedout\"", " Error: Task timed out after 1.00 seconds");
      assertThat(Duration.ofNanos(answer.handlerNs()))
          .as(endless)
          .isBetween(Duration.ofMillis(100), Duration.ofSeconds(5));
      assertThat(answer.reusable()).isTrue();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
    assertThat(text(call(worker, "nap"))).isEqualTo("rested\n");
  }

  @Test
  void interruptsLoopsOnceTheyAreCompiledToMachineCode() throws Exception {
    Worker worker = faults();
    for (int i = 0; i < 3; i++) {
      assertThat(call(worker, "tight", 500_000_000).outcome()).isEqualTo(Outcome.TIMEOUT);
    }
  }

  @Test
  void refusesMemoryBeyondTheLimit() throws Exception {
    Worker worker = faults();
    assertThat(Integer.parseInt(text(call(worker, "bomb")))).isBetween(50, 64);
    Answer answer = call(worker, "bombtrap");
    assertThat(answer.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(text(call(worker, "abort")))
        .contains("Runtime.OutOfMemory", "more than its memory of 64 MiB");
    assertThat(text(call(worker, "count"))).isEqualTo("1");
  }

  @Test
  void startsEachInvocationFromFreshMemory() throws Exception {
    Worker worker = faults();
    for (int i = 0; i < 3; i++) {
      assertThat(text(call(worker, "count"))).isEqualTo("1");
      assertThat(text(call(worker, "leak"))).isEqualTo("0");
    }
  }

  @Test
  void showsTheFunctionNothingButItsOwn() throws Exception {
    Worker worker = faults();
    assertThat(text(call(worker, "files"))).isEqualTo("0");
    assertThat(text(call(worker, "env"))).isEqualTo("good morning");
    assertThat(text(call(worker, "environ"))).isEqualTo("1");
    assertThat(text(call(worker, "name"))).isEqualTo("1 faults.wasm");
  }

  @Test
  void givesClockAndRandomNumbers() throws Exception {
    Worker worker = faults();
    assertThat(Long.parseLong(text(call(worker, "clock"))))
        .isCloseTo(System.currentTimeMillis() / 1000, Offset.offset(60L));
    assertThat(text(call(worker, "random"))).hasSize(32).isNotEqualTo(text(call(worker, "random")));
  }

  @Test
  void logsStandardErrorByLine() throws Exception {
    call(faults(), "stderr");
    assertThat(modules.logs).containsExactly("one", "two", "three");
  }

  @Test
  void cutsOffAnAnswerThatIsTooLarge() throws Exception {
    Answer answer = call(faults(), "large");
    assertThat(answer.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(text(answer))
        .isEqualTo(
            "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload"
                + " size exceeded maximum allowed payload size (6291556 bytes).\"}");
    assertThat(answer.reusable()).isTrue();
  }

  @Test
  void measuresTheCpuTimeOfTheRun() throws Exception {
    Worker worker = faults();
    assertThat(text(call(worker, "nap"))).isEqualTo("rested\n");
    Answer busy = call(worker, "loop", 300_000_000);
    assertThat(busy.cpuNs()).isBetween(2_000_000L, 3_000_000_000L);
    Answer idle = call(worker, "sleep", 300_000_000);
    assertThat(idle.cpuNs()).isLessThan(busy.cpuNs());
    assertThat(worker.cpuNs()).isGreaterThanOrEqualTo(busy.cpuNs() + idle.cpuNs());
  }

  @Test
  void runsOnVirtualThreads() throws Exception {
    Worker worker = faults();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> task = () -> text(call(worker, "count"));
      for (int i = 0; i < 20; i++) {
        assertThat(threads.submit(task).get()).isEqualTo("1");
      }
      assertThat(threads.submit(() -> call(worker, "loop", 100_000_000)).get().outcome())
          .isEqualTo(Outcome.TIMEOUT);
      assertThat(threads.submit(() -> call(worker, "loop", 100_000_000)).get().cpuNs())
          .isPositive();
    }
  }

  @Test
  void takesManyInvocationsAtOnce() throws Exception {
    Worker worker = worker(modules.spec("echo.wasm"));
    try (var threads = Executors.newFixedThreadPool(8)) {
      var tasks = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 400; i++) {
        String event = "event " + i;
        tasks.add(() -> text(call(worker, event)).equals(event));
      }
      for (var future : threads.invokeAll(tasks)) {
        assertThat(future.get()).isTrue();
      }
    }
  }

  @Test
  void tellsAtDeployWhatIsWrongWithAModule() {
    modules.put("text.wasm", "hello".getBytes(UTF_8));
    byte[] cut = Arrays.copyOf(Modules.bytes("faults.wasm"), 5000);
    modules.put("cut.wasm", cut);
    modules.put("component.wasm", new byte[] {0, 'a', 's', 'm', 0x0d, 0, 1, 0});
    refuses("text.wasm", "text.wasm: not a valid WebAssembly module (5 bytes)");
    refuses("cut.wasm", "not a valid WebAssembly module (5000 bytes)");
    refuses("component.wasm", "it is a WebAssembly component; build a core module");
    refuses("library.wasm", "not a WASI command: it exports no function _start");
    refuses("foreign.wasm", "it imports env.launch, which nothing provides");
    refuses("absent.wasm", "the code holds no file 'absent.wasm'");
    refuses("../artefacts", "the code holds no file '../artefacts'");
  }

  private void refuses(String handler, String problem) {
    assertThatThrownBy(() -> factory.prepare(modules.spec(handler)))
        .isInstanceOfSatisfying(
            WorkerStartException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(WorkerStartException.Fault.FUNCTION);
              assertThat(new String(e.body(), UTF_8)).startsWith("{\"errorType\":\"Runtime.");
            })
        .hasMessageContaining(problem);
  }

  @Test
  void neverCompilesAtStart() throws Exception {
    WorkerSpec spec = modules.spec("faults.wasm");
    factory.prepare(spec);
    closeFactory();
    factory = newFactory(folder.resolve("artefacts"));
    Worker worker = factory.start(spec);
    assertThat(modules.logs).isEmpty();
    assertThat(text(call(worker, "count"))).isEqualTo("1");
    assertThat(worker.startPhases().initNs()).isPositive();
  }

  @Test
  void recoversFromALostOrDamagedArtefact() throws Exception {
    WorkerSpec spec = modules.spec("echo.wasm");
    factory.prepare(spec);
    Path artefact;
    try (var files = Files.list(folder.resolve("artefacts"))) {
      artefact = files.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(artefact);
    bytes[bytes.length / 2] ^= 1;
    Files.write(artefact, bytes);
    assertThat(text(call(factory.start(spec), "a"))).isEqualTo("a");
    Files.delete(artefact);
    closeFactory();
    factory = newFactory(folder.resolve("artefacts"));
    assertThat(text(call(factory.start(spec), "b"))).isEqualTo("b");
    assertThat(modules.logs).anyMatch(line -> line.contains("compiled before the first call"));
  }

  @Test
  void isDeadAfterStop() throws Exception {
    Worker worker = worker(modules.spec("echo.wasm"));
    worker.freeze();
    worker.thaw();
    assertThat(worker.isAlive()).isTrue();
    assertThat(worker.memoryBytes()).isLessThan(1 << 20);
    worker.stop(Duration.ofSeconds(1));
    worker.stop(Duration.ofSeconds(1));
    assertThat(worker.isAlive()).isFalse();
    assertThat(call(worker, "x").reusable()).isFalse();
    assertThat(text(call(factory.start(modules.spec("echo.wasm")), "y"))).isEqualTo("y");
  }
}
