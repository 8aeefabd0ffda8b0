package dev.perigee.cli.live;

import dev.perigee.fabric.image.Image;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.lambda.ProvidedWorkerFactory;
import dev.perigee.runtime.language.JavaWorkerFactory;
import dev.perigee.runtime.language.NodeWorkerFactory;
import dev.perigee.runtime.language.PythonWorkerFactory;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.wasm.WasmWorkerFactory;
import dev.perigee.runtime.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One worker factory per kind of runtime, shared by the nodes of this process.
public final class Factories implements AutoCloseable {
  private final SandboxHost host;
  private final Map<String, WorkerFactory> byPrefix = new LinkedHashMap<>();

  /// @param data folder for what they keep: installed dependencies, compiled modules
  /// @param trustWasm whether WebAssembly may run inside this process
  public Factories(Path data, boolean trustWasm) {
    this.host = SandboxHost.open();
    byPrefix.put("python3", new PythonWorkerFactory(host, data.resolve("dependencies")));
    byPrefix.put("nodejs", new NodeWorkerFactory(host, data.resolve("node")));
    byPrefix.put("java", new JavaWorkerFactory(host, data.resolve("java")));
    byPrefix.put("provided", new ProvidedWorkerFactory(host));
    byPrefix.put(Image.RUNTIME, new ProvidedWorkerFactory(host));
    byPrefix.put("wasm", wasm(data.resolve("wasm"), trustWasm, host));
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
    return byPrefix.entrySet().stream()
        .filter(entry -> function.runtime().startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  @Override
  public void close() {
    byPrefix.values().forEach(WorkerFactory::close);
    host.close();
  }
}
