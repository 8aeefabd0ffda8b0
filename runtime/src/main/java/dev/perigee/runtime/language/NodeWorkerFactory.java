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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes workers for `nodejs*` with the machine's `node`.
public final class NodeWorkerFactory implements WorkerFactory {
  private static final String SHIM = "node_worker.cjs";
  private static final int CONNECTION = 3;

  /// Container runtimes pass on standard streams only.
  private static final int CONNECTION_OF_CONTAINER = 0;

  private final SandboxHost host;
  private final Path shims;
  private final Npm npm;

  /// @param host of the node; closed by who opened it
  /// @param directory where the shim and installed dependencies are kept
  public NodeWorkerFactory(SandboxHost host, Path directory) {
    this.host = host;
    this.shims = directory.resolve("shims");
    this.npm = new Npm(host, directory.resolve("modules"));
  }

  @Override
  public void prepare(WorkerSpec spec) throws WorkerStartException {
    FunctionSpec function = spec.function();
    host.require(function);
    Path unused = node();
    CodeAccess.open(spec);
    npm.install(spec);
    try {
      Shims.resource(SHIM, shims);
    } catch (IOException e) {
      throw WorkerStartException.ofPlatform("the shim for " + unused + " can't be written: " + e);
    }
    host.warm(function.isolation(), function.tenant());
  }

  private static Path node() throws WorkerStartException {
    return Programs.find("node", "nodejs");
  }

  @Override
  public Worker start(WorkerSpec spec) throws WorkerStartException {
    Shown shown = new Shown(spec);
    int connection =
        spec.function().isolation().isContainer() ? CONNECTION_OF_CONTAINER : CONNECTION;
    List<String> words =
        List.of(
            shown.program(node()),
            shown.folder(shims, Shown.SHIMS) + "/" + SHIM,
            Integer.toString(connection));
    List<String> modules = new ArrayList<>();
    npm.installed(spec).ifPresent(folder -> modules.add(shown.folder(folder, Shown.NODE_MODULES)));
    shown.layers().ifPresent(layers -> modules.add(layers + "/nodejs/node_modules"));
    Map<String, String> variables =
        modules.isEmpty() ? Map.of() : Map.of("NODE_PATH", String.join(":", modules));
    return host.start(spec, new Program(words, connection, variables, shown));
  }

  @Override
  public void close() {}
}
