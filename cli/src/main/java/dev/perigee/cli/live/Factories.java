package dev.perigee.cli.live;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.lambda.ProvidedWorkerFactory;
import dev.perigee.runtime.sandbox.PythonWorkerFactory;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.wasm.WasmWorkerFactory;
import dev.perigee.runtime.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/// One worker factory per kind of runtime, shared by the nodes of this process.
public final class Factories implements AutoCloseable {
  private final SandboxHost host;
  private final WorkerFactory python;
  private final WorkerFactory provided;
  private final WorkerFactory wasm;

  /// @param data folder for what they keep: installed dependencies, compiled modules
  /// @param trustWasm whether WebAssembly may run inside this process
  public Factories(Path data, boolean trustWasm) {
    this.host = SandboxHost.open();
    this.python = new PythonWorkerFactory(host, data.resolve("dependencies"));
    this.provided = new ProvidedWorkerFactory(host);
    this.wasm = wasm(data.resolve("wasm"), trustWasm, host);
  }

  private static WorkerFactory wasm(Path artefacts, boolean trustWasm, SandboxHost host) {
    try {
      return trustWasm
          ? WasmWorkerFactory.inProcess(artefacts)
          : WasmWorkerFactory.perTenant(artefacts, host);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "folder " + artefacts + " can't be used: " + e.getMessage(), e);
    }
  }

  /// The factory for a function's runtime.
  public Optional<WorkerFactory> find(FunctionSpec function) {
    if (function.runtime().startsWith("python3")) {
      return Optional.of(python);
    }
    if (function.runtime().startsWith("provided")) {
      return Optional.of(provided);
    }
    return function.runtime().equals("wasm") ? Optional.of(wasm) : Optional.empty();
  }

  @Override
  public void close() {
    wasm.close();
    provided.close();
    python.close();
    host.close();
  }
}
