package dev.perigee.runtime.lambda;

import dev.perigee.runtime.sandbox.CpuClock;
import dev.perigee.runtime.sandbox.LambdaEnvironment;
import dev.perigee.runtime.sandbox.LogPump;
import dev.perigee.runtime.sandbox.SandboxProcess;
import dev.perigee.runtime.sandbox.Signals;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
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

/// A bootstrap as a plain child of the platform, for machines without Python: no limits, and only
/// as long as the platform lives if the runtime ends when its connection does.
final class PlainProcess implements SandboxProcess {
  private static final int SIGNAL_BASE = 128;

  private final Process process;
  private final CompletableFuture<Integer> exit;
  private final Thread logs;
  private volatile long lastCpuNs;

  private PlainProcess(Process process, Thread logs) {
    this.process = process;
    this.logs = logs;
    this.exit = process.onExit().thenApply(ended -> statusOf(ended.exitValue()));
  }

  static PlainProcess start(WorkerSpec spec, String apiAddress) throws WorkerStartException {
    Path code = spec.code().toAbsolutePath().normalize();
    Path bootstrap = code.resolve("bootstrap");
    ProcessBuilder builder =
        new ProcessBuilder(bootstrap.toString()).directory(code.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(LambdaEnvironment.of(spec.function(), code.toString()));
    builder.environment().put("AWS_LAMBDA_RUNTIME_API", apiAddress);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return new PlainProcess(
          process, LogPump.start(Channels.newChannel(process.getInputStream()), spec.logs()));
    } catch (IOException e) {
      String what =
          Files.exists(bootstrap)
              ? "fork/exec " + bootstrap + ": " + e.getMessage()
              : "Couldn't find valid bootstrap(s): [" + bootstrap + "]";
      String message = "RequestId: " + FunctionErrors.NOBODY + " Error: " + what;
      throw WorkerStartException.ofFunction(
          message, FunctionErrors.body("Runtime.InvalidEntrypoint", message));
    }
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
    return process.isAlive();
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
      process.destroy();
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
