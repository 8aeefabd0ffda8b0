package dev.perigee.runtime.language;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.sandbox.CodeAccess;
import dev.perigee.runtime.sandbox.Program;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.sandbox.Shown;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerFactory;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Makes workers for `java*` on the JDK that the platform itself runs on.
public final class JavaWorkerFactory implements WorkerFactory {
  /// Where a JVM finds the channel that it inherits.
  private static final int CONNECTION = 0;

  private final SandboxHost host;
  private final Path directory;
  private final JavaBuild build;

  /// @param host of the node; closed by who opened it
  /// @param directory where the shim and what is built of functions are kept
  public JavaWorkerFactory(SandboxHost host, Path directory) {
    this.host = host;
    this.directory = directory.toAbsolutePath().normalize();
    this.build = new JavaBuild(host, this.directory);
  }

  @Override
  public void prepare(WorkerSpec spec) throws WorkerStartException {
    FunctionSpec function = spec.function();
    host.require(function);
    CodeAccess.open(spec);
    try {
      Shims.javaJar(JavaCommand.shims(directory).resolve(JavaCommand.SHIM));
      build.prepare(spec);
    } catch (IOException e) {
      throw WorkerStartException.ofPlatform(
          function.id() + " can't be built in " + directory + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw WorkerStartException.ofPlatform("interrupted while building " + function.id());
    }
    host.warm(function.isolation(), function.tenant());
  }

  @Override
  public Worker start(WorkerSpec spec) throws WorkerStartException {
    Shown shown = new Shown(spec);
    JavaCommand command = new JavaCommand(spec, directory, shown);
    return host.start(spec, new Program(command.serving(), CONNECTION, Map.of(), shown));
  }

  @Override
  public void close() {}
}
