package dev.perigee.runtime.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.runtime.sandbox.CpuClock;
import dev.perigee.runtime.sandbox.LambdaEnvironment;
import dev.perigee.runtime.sandbox.LogPump;
import dev.perigee.runtime.sandbox.SandboxException;
import dev.perigee.runtime.sandbox.SandboxProcess;
import dev.perigee.runtime.sandbox.Signals;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// A bootstrap as a plain process of the platform's user, for machines without Python. A shell
/// between the two limits descriptors and core dumps, and kills the bootstrap and its process group
/// when the platform is gone: its standard input is the lifeline. What is missing: any wall, limits
/// of memory, CPU and processes, and the end of processes that left the group when the platform is
/// killed.
final class PlainProcess implements SandboxProcess {
  private static final int SIGNAL_BASE = 128;

  private static final String LIFELINE = lifeline();

  private final Process process;
  private final CompletableFuture<Integer> exit;
  private final Thread logs;
  private volatile long lastCpuNs;

  private PlainProcess(Process process, Thread logs) {
    this.process = process;
    this.logs = logs;
    this.exit = process.onExit().thenApply(ended -> statusOf(ended.exitValue()));
  }

  private static String lifeline() {
    try (InputStream in = PlainProcess.class.getResourceAsStream("lifeline.sh")) {
      if (in == null) {
        throw new SandboxException("the resource lifeline.sh is missing from the program");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new SandboxException("the resource lifeline.sh can't be read", e);
    }
  }

  static PlainProcess start(WorkerSpec spec, String apiAddress) throws WorkerStartException {
    Path code = spec.code().toAbsolutePath().normalize();
    Path bootstrap = bootstrap(code, spec);
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", LIFELINE, bootstrap.toString())
            .directory(code.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(LambdaEnvironment.of(spec, code.toString()));
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", apiAddress);
    if (!Files.isExecutable(bootstrap)) {
      throw refusal(bootstrap, "permission denied");
    }
    try {
      Process process = builder.start();
      return new PlainProcess(
          process, LogPump.start(Channels.newChannel(process.getInputStream()), spec.logs()));
    } catch (IOException e) {
      throw refusal(bootstrap, String.valueOf(e.getMessage()));
    }
  }

  /// That of the code, or else that of a layer.
  private static Path bootstrap(Path code, WorkerSpec spec) {
    Path own = code.resolve("bootstrap");
    return Files.exists(own)
        ? own
        : spec.layers()
            .map(tree -> tree.toAbsolutePath().resolve("bootstrap"))
            .filter(Files::exists)
            .orElse(own);
  }

  private static WorkerStartException refusal(Path bootstrap, String why) {
    String what =
        Files.exists(bootstrap)
            ? "fork/exec " + bootstrap + ": " + why
            : "Couldn't find valid bootstrap(s): [" + bootstrap + "]";
    String message = "RequestId: " + FunctionErrors.NOBODY + " Error: " + what;
    return WorkerStartException.ofFunction(
        message, FunctionErrors.body("Runtime.InvalidEntrypoint", message));
  }

  /// Java folds a signal into the exit code as shells do.
  private static int statusOf(int code) {
    return code > SIGNAL_BASE && code < SIGNAL_BASE + 64 ? SIGNAL_BASE - code : code;
  }

  @Override
  public CompletableFuture<Integer> exit() {
    return exit;
  }

  @Override
  public int exitStatus() {
    await(Duration.ofSeconds(2));
    kill();
    return exit.getNow(-9);
  }

  @Override
  public void awaitLogs() {
    try {
      logs.join(Duration.ofMillis(200));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public void kill() {
    everyone().forEach(ProcessHandle::destroyForcibly);
  }

  private Stream<ProcessHandle> everyone() {
    List<ProcessHandle> offspring = process.descendants().toList();
    return Stream.concat(Stream.of(process.toHandle()), offspring.stream());
  }

  @Override
  public void stop(Duration grace) {
    if (!grace.isZero() && !grace.isNegative()) {
      // Process.destroy would close its output too, and the last words would be lost.
      Signals.send((int) process.pid(), Signals.TERM);
      await(grace);
    }
    kill();
    await(Duration.ofSeconds(5));
  }

  private void await(Duration time) {
    try {
      exit.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      return;
    }
  }

  @Override
  public void freeze() {
    everyone().forEach(one -> Signals.send((int) one.pid(), Signals.STOP));
  }

  @Override
  public void thaw() {
    everyone().forEach(one -> Signals.send((int) one.pid(), Signals.CONT));
  }

  @Override
  public long cpuNs() {
    long ns = everyone().mapToLong(one -> Math.max(CpuClock.ofProcessNs((int) one.pid()), 0)).sum();
    lastCpuNs = Math.max(lastCpuNs, ns);
    return lastCpuNs;
  }

  @Override
  public long memoryBytes() {
    try {
      String[] pages = Files.readString(Path.of("/proc/" + process.pid() + "/statm")).split(" ");
      return (Long.parseLong(pages[1]) - Long.parseLong(pages[2])) * 4096;
    } catch (IOException gone) {
      return 0;
    }
  }

  @Override
  public void limitCpu(int cpuMilli) {}
}
