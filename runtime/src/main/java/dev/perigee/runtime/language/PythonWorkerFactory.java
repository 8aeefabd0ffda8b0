package dev.perigee.runtime.language;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.sandbox.CodeAccess;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerFactory;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.nio.file.Path;

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
    host.require(function);
    CodeAccess.open(spec);
    requirements.install(spec);
    host.warm(function.isolation(), function.tenant());
  }

  @Override
  public Worker start(WorkerSpec spec) throws WorkerStartException {
    return host.startPython(spec, requirements.installed(spec));
  }

  @Override
  public void close() {}
}
