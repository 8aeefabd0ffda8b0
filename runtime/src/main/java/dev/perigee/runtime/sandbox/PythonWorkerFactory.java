package dev.perigee.runtime.sandbox;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerFactory;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Makes workers for `python3.*` under the isolation that the function asks for, `process` or
/// `namespaces`.
public final class PythonWorkerFactory implements WorkerFactory {
  private final SandboxHost host;
  private final Requirements requirements;

  /// @param host of the node; closed by who opened it
  /// @param dependencyDirectory where installed dependencies are kept, one directory per set
  public PythonWorkerFactory(SandboxHost host, Path dependencyDirectory) {
    this.host = host;
    this.requirements = new Requirements(host, dependencyDirectory);
  }

  @Override
  public void prepare(WorkerSpec spec) throws WorkerStartException {
    FunctionSpec function = spec.function();
    host.require(function.isolation(), function.tenant());
    CodeAccess.open(spec.code());
    requirements.install(spec);
    host.warm(function.isolation(), function.tenant());
  }

  @Override
  public Worker start(WorkerSpec spec) throws WorkerStartException {
    long startNs = System.nanoTime();
    FunctionSpec function = spec.function();
    host.require(function.isolation(), function.tenant());
    Optional<Path> dependencies = requirements.installed(spec);
    byte[] order = new SandboxOrder("python", host, spec, dependencies).bytes();
    Blank blank = host.blank(Breed.of(function.isolation(), function.tenant()));
    try {
      Sandbox sandbox = Sandbox.of(host, blank, spec, order);
      return PythonWorker.load(sandbox, spec, startNs);
    } catch (IOException e) {
      blank.discard();
      throw WorkerStartException.ofPlatform(
          "a sandbox for " + function.id() + " could not be used: " + e.getMessage());
    } finally {
      blank.zygote().refill();
    }
  }

  @Override
  public void close() {}
}
