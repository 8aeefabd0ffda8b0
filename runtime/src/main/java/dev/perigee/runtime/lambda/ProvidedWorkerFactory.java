package dev.perigee.runtime.lambda;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.lambda.extension.Category;
import dev.perigee.runtime.lambda.extension.Telemetry;
import dev.perigee.runtime.sandbox.CodeAccess;
import dev.perigee.runtime.sandbox.Crew;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.sandbox.SandboxProcess;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.LogSink;
import dev.perigee.runtime.worker.StartPhases;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerFactory;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Makes workers for `provided.*` and for images: runs the executable `bootstrap` from the code's
/// root, or the command of the image, and serves it the Runtime API.
public final class ProvidedWorkerFactory implements WorkerFactory {
  private static final long INIT_NS = TimeUnit.SECONDS.toNanos(10);

  private final SandboxHost host;

  /// @param host of the node; closed by who opened it
  public ProvidedWorkerFactory(SandboxHost host) {
    this.host = host;
  }

  @Override
  public void prepare(WorkerSpec spec) throws WorkerStartException {
    if (spec.image().isEmpty()) {
      CodeAccess.open(spec);
    } else if (!spec.function().isolation().isContainer()) {
      throw WorkerStartException.ofMachine(
          "an image brings a root of its own, which isolation %s can't give it: deploy it with --isolation bubblewrap, runc, crun or gvisor"
              .formatted(spec.function().isolation().text()));
    }
    refuseExtensionsInContainers(spec);
    if (!runsWithoutHost(spec.function())) {
      host.require(spec.function());
      host.warmBootstraps(spec);
    }
  }

  /// They are started and watched by a process of ours, which a container has none of.
  private static void refuseExtensionsInContainers(WorkerSpec spec) throws WorkerStartException {
    List<String> extensions = ExtensionFiles.names(ExtensionFiles.paths(spec));
    if (spec.function().isolation().isContainer() && !extensions.isEmpty()) {
      throw WorkerStartException.ofMachine(
          "extensions "
              + extensions
              + " can't be started with isolation "
              + spec.function().isolation().text()
              + "; deploy with --isolation namespaces");
    }
  }

  /// A plain child process needs nothing of the machine but the bootstrap itself.
  private boolean runsWithoutHost(FunctionSpec function) {
    return function.isolation() == Isolation.PROCESS && !host.capabilities().has("python3");
  }

  @Override
  public Worker start(WorkerSpec spec) throws WorkerStartException {
    long startNs = System.nanoTime();
    List<String> extensions = extensions(spec);
    LambdaApi api = new LambdaApi(spec.function(), ExtensionFiles.names(extensions));
    WorkerSpec heard = heardBy(api.telemetry(), spec);
    try {
      SandboxHost.Launched launched = launch(heard, extensions, api);
      launched.crew().listen(new CrewReports(api, spec.logs()));
      return ready(launched, api, heard, startNs);
    } catch (WorkerStartException e) {
      api.close();
      throw e;
    }
  }

  /// What is enclosed by a container runtime is one program; an image starts its own beside it.
  private static List<String> extensions(WorkerSpec spec) throws WorkerStartException {
    if (spec.image().isPresent()) {
      tellOfExtensions(spec);
      return List.of();
    }
    List<String> extensions = ExtensionFiles.paths(spec);
    if (!extensions.isEmpty() && spec.function().isolation().isContainer()) {
      throw WorkerStartException.ofMachine(
          "extensions %s can't be started with isolation %s: deploy with --isolation namespaces"
              .formatted(ExtensionFiles.names(extensions), spec.function().isolation().text()));
    }
    return extensions;
  }

  private static void tellOfExtensions(WorkerSpec spec) throws WorkerStartException {
    List<String> extensions = ExtensionFiles.in(spec.code().resolve("opt"));
    if (!extensions.isEmpty()) {
      spec.logs()
          .line(
              "extensions %s of the image are not started; let its entry point start them"
                  .formatted(extensions));
    }
  }

  private static WorkerSpec heardBy(Telemetry telemetry, WorkerSpec spec) {
    return new WorkerSpec(
        spec.node(),
        spec.function(),
        spec.code(),
        spec.cpuMilli(),
        line -> {
          spec.logs().line(line);
          telemetry.line(Category.FUNCTION, line);
        },
        spec.image(),
        spec.layers(),
        spec.ahead(),
        spec.calls());
  }

  /// Brings what extensions say and how they end to whom it concerns.
  private record CrewReports(LambdaApi api, LogSink logs) implements Crew.Listener {
    @Override
    public void said(String extension, String line) {
      logs.line(line);
      api.telemetry().line(Category.EXTENSION, line);
    }

    @Override
    public void ended(String extension, int status) {
      api.extensions().ended(extension, status);
    }
  }

  private SandboxHost.Launched launch(WorkerSpec spec, List<String> extensions, LambdaApi api)
      throws WorkerStartException {
    FunctionSpec function = spec.function();
    if (runsWithoutHost(function)) {
      return new SandboxHost.Launched(plain(spec, extensions, api), System.nanoTime());
    }
    host.require(function);
    return host.launchBootstrap(
        spec, extensions, pid -> api.open(ApiDoor.open(host, function.isolation(), pid)));
  }

  private Crew plain(WorkerSpec spec, List<String> extensions, LambdaApi api)
      throws WorkerStartException {
    if (!extensions.isEmpty()) {
      throw WorkerStartException.ofMachine(
          "extensions " + extensions + " can't be started without python3; install it");
    }
    host.claimProcessIsolation(spec.function().tenant());
    try {
      return Crew.alone(PlainProcess.start(spec, api.open(ApiDoor.loopback())));
    } catch (IOException e) {
      throw WorkerStartException.ofPlatform("no socket for the Runtime API: " + e.getMessage());
    }
  }

  private static Worker ready(
      SandboxHost.Launched launched, LambdaApi api, WorkerSpec spec, long startNs)
      throws WorkerStartException {
    Crew crew = launched.crew();
    SandboxProcess process = crew.process();
    CompletableFuture<InitResult> end =
        crew.runtimeEnd().thenApply(status -> new InitResult.Failed(exited(process, status)));
    try {
      return switch ((InitResult)
          CompletableFuture.anyOf(api.init(), end).get(INIT_NS, TimeUnit.NANOSECONDS)) {
        case InitResult.Ready(long atNs) -> {
          process.limitCpu(spec.cpuMilli());
          api.reports().initReport();
          StartPhases phases =
              new StartPhases(
                  launched.isolatedNs() - startNs, Math.max(atNs - launched.isolatedNs(), 0));
          yield new ProvidedWorker(crew, api, spec, phases);
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
