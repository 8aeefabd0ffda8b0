package dev.perigee.runtime.lambda;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.sandbox.CodeAccess;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.sandbox.SandboxProcess;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.StartPhases;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerFactory;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Makes workers for `provided.*`: runs the executable `bootstrap` from the code's root and serves
/// it the Runtime API.
public final class ProvidedWorkerFactory implements WorkerFactory {
  private static final long INIT_NS = TimeUnit.SECONDS.toNanos(10);

  private final SandboxHost host;

  /// @param host of the node; closed by who opened it
  public ProvidedWorkerFactory(SandboxHost host) {
    this.host = host;
  }

  @Override
  public void prepare(WorkerSpec spec) throws WorkerStartException {
    CodeAccess.open(spec.code());
    if (!runsWithoutHost(spec.function())) {
      host.require(spec.function().isolation(), spec.function().tenant());
      host.warmBootstraps(spec);
    }
  }

  /// A plain child process needs nothing of the machine but the bootstrap itself.
  private boolean runsWithoutHost(FunctionSpec function) {
    return function.isolation() == Isolation.PROCESS && !host.capabilities().has("python3");
  }

  @Override
  public Worker start(WorkerSpec spec) throws WorkerStartException {
    long startNs = System.nanoTime();
    LambdaApi api = new LambdaApi(Math.max(1, spec.function().workerConcurrency()));
    try {
      return ready(launch(spec, api), api, spec, startNs);
    } catch (WorkerStartException e) {
      api.close();
      throw e;
    }
  }

  private SandboxHost.Launched launch(WorkerSpec spec, LambdaApi api) throws WorkerStartException {
    FunctionSpec function = spec.function();
    if (runsWithoutHost(function)) {
      host.claimProcessIsolation(function.tenant());
      return new SandboxHost.Launched(plain(spec, api), System.nanoTime());
    }
    host.require(function.isolation(), function.tenant());
    return host.launchBootstrap(
        spec, pid -> api.open(ApiDoor.open(host, function.isolation(), pid)));
  }

  private static PlainProcess plain(WorkerSpec spec, LambdaApi api) throws WorkerStartException {
    try {
      return PlainProcess.start(spec, api.open(ApiDoor.loopback()));
    } catch (IOException e) {
      throw WorkerStartException.ofPlatform("no socket for the Runtime API: " + e.getMessage());
    }
  }

  private static Worker ready(
      SandboxHost.Launched launched, LambdaApi api, WorkerSpec spec, long startNs)
      throws WorkerStartException {
    SandboxProcess process = launched.process();
    CompletableFuture<InitResult> end =
        process.exit().thenApply(status -> new InitResult.Failed(exited(process, status)));
    try {
      return switch ((InitResult)
          CompletableFuture.anyOf(api.runtime().init(), end).get(INIT_NS, TimeUnit.NANOSECONDS)) {
        case InitResult.Ready(long atNs) -> {
          process.limitCpu(spec.cpuMilli());
          StartPhases phases =
              new StartPhases(
                  launched.isolatedNs() - startNs, Math.max(atNs - launched.isolatedNs(), 0));
          yield new ProvidedWorker(process, api, spec, phases);
        }
        case InitResult.Failed(byte[] body) -> throw failed(process, spec, body);
      };
    } catch (TimeoutException late) {
      long timeoutMs = TimeUnit.NANOSECONDS.toMillis(INIT_NS);
      throw failed(process, spec, FunctionErrors.timedOut(FunctionErrors.NOBODY, timeoutMs));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(process, spec, exited(process, 0));
    } catch (ExecutionException | IOException e) {
      process.stop(Duration.ZERO);
      throw WorkerStartException.ofPlatform(
          "the sandbox of " + spec.function().id() + " could not be used: " + e.getMessage());
    }
  }

  private static byte[] exited(SandboxProcess process, int status) {
    process.awaitLogs();
    return FunctionErrors.exited(FunctionErrors.NOBODY, status);
  }

  private static WorkerStartException failed(SandboxProcess process, WorkerSpec spec, byte[] body) {
    process.stop(Duration.ZERO);
    return WorkerStartException.ofFunction(
        "the bootstrap of " + spec.function().id() + " did not ask for an invocation", body);
  }

  @Override
  public void close() {}
}
