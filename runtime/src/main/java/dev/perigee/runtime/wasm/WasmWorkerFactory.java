package dev.perigee.runtime.wasm;

import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.wasm.engine.Compiled;
import dev.perigee.runtime.wasm.engine.DamagedArtefactException;
import dev.perigee.runtime.wasm.engine.EndiveEngine;
import dev.perigee.runtime.wasm.engine.ModuleException;
import dev.perigee.runtime.wasm.engine.ProgramSpec;
import dev.perigee.runtime.wasm.host.HostSettings;
import dev.perigee.runtime.wasm.host.ProgramHost;
import dev.perigee.runtime.wasm.host.TenantJvms;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerFactory;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Makes workers for the runtime `wasm`. Compiles at deploy; a start only loads what was compiled,
/// once for all workers of a function's version.
public final class WasmWorkerFactory implements WorkerFactory {
  private static final String HANDLER_NOT_FOUND = "Runtime.HandlerNotFound";
  private static final String INVALID_MODULE = "Runtime.InvalidModule";

  private final ProgramHost host;
  private final Artefacts artefacts;
  private final SharedPrograms programs;

  private final boolean ownsHost;

  private WasmWorkerFactory(ProgramHost host, boolean ownsHost, Path artefacts) {
    this.host = host;
    this.ownsHost = ownsHost;
    this.artefacts = new Artefacts(artefacts, EndiveEngine.VERSION);
    this.programs = new SharedPrograms(host);
  }

  /// Runs the modules of all tenants in this JVM: only where the operator trusts the engine to be
  /// their only wall.
  ///
  /// @param artefacts folder for compiled modules; made when it is needed
  public static WasmWorkerFactory inProcess(Path artefacts) {
    return new WasmWorkerFactory(new InProcessHost(new EndiveEngine()), true, artefacts);
  }

  /// Runs modules in a JVM of their tenant, the default.
  ///
  /// @param artefacts folder for compiled modules; made when it is needed
  /// @param host of the node; closed by who opened it
  public static WasmWorkerFactory perTenant(Path artefacts, SandboxHost host) throws IOException {
    return new WasmWorkerFactory(new TenantJvms(HostSettings.defaults(), host), true, artefacts);
  }

  /// As `perTenant`, with worker JVMs that the caller keeps and closes: those of other factories,
  /// or of other settings.
  public static WasmWorkerFactory perTenant(Path artefacts, TenantJvms jvms) {
    return new WasmWorkerFactory(jvms, false, artefacts);
  }

  @Override
  public void prepare(WorkerSpec spec) throws WorkerStartException {
    byte[] module = readModule(spec);
    Path artefact = artefacts.pathOf(module);
    if (!artefacts.has(artefact)) {
      compile(spec, module, artefact);
    }
    // Loading it once shows at deploy what a start would show: too little memory, a damaged
    // artefact.
    loadOrRepair(spec, artefact).close();
  }

  @Override
  public Worker start(WorkerSpec spec) throws WorkerStartException {
    long startMonoNs = System.nanoTime();
    Path artefact = programs.artefactOf(spec).orElse(null);
    if (artefact == null) {
      artefact = artefacts.pathOf(readModule(spec));
    }
    return new WasmWorker(spec, loadOrRepair(spec, artefact), startMonoNs);
  }

  /// An artefact can be lost or damaged on disk, or be another engine version's. Then a late first
  /// call beats none.
  private SharedPrograms.Share loadOrRepair(WorkerSpec spec, Path artefact)
      throws WorkerStartException {
    if (artefacts.has(artefact)) {
      try {
        return programs.share(spec, artefact);
      } catch (DamagedArtefactException | NoSuchFileException e) {
        spec.logs()
            .line(
                "the compiled module "
                    + artefact.getFileName()
                    + " is unusable: "
                    + e.getMessage());
      } catch (ModuleException | IOException e) {
        throw unloadable(spec, artefact, e);
      }
    }
    spec.logs().line("the module is compiled before the first call");
    compile(spec, readModule(spec), artefact);
    try {
      return programs.share(spec, artefact);
    } catch (ModuleException | IOException e) {
      throw unloadable(spec, artefact, e);
    }
  }

  private static WorkerStartException unloadable(WorkerSpec spec, Path artefact, Exception e) {
    return e instanceof ModuleException wrong
        ? invalid(spec, wrong)
        : WorkerStartException.ofMachine(
            "the compiled module " + artefact + " can't be loaded: " + e);
  }

  private void compile(WorkerSpec spec, byte[] module, Path artefact) throws WorkerStartException {
    Compiled compiled = compiled(spec, module);
    compiled.notes().forEach(spec.logs()::line);
    try {
      artefacts.write(artefact, compiled.artefact());
    } catch (IOException e) {
      throw WorkerStartException.ofMachine(
          "the compiled module can't be written to " + artefact + ": " + e);
    }
  }

  private Compiled compiled(WorkerSpec spec, byte[] module) throws WorkerStartException {
    try {
      return host.compile(spec.function().tenant(), module);
    } catch (ModuleException e) {
      throw invalid(spec, e);
    } catch (IOException e) {
      throw WorkerStartException.ofMachine("the module can't be compiled: " + e.getMessage());
    }
  }

  private static WorkerStartException invalid(WorkerSpec spec, ModuleException e) {
    String message = spec.function().handler() + ": " + e.getMessage();
    return WorkerStartException.ofFunction(message, ErrorBody.body(INVALID_MODULE, message));
  }

  private static byte[] readModule(WorkerSpec spec) throws WorkerStartException {
    String handler = spec.function().handler();
    Path code = spec.code().toAbsolutePath().normalize();
    Path path = code.resolve(handler).normalize();
    if (handler.isEmpty() || !path.startsWith(code) || !Files.isRegularFile(path)) {
      String message =
          "the code holds no file '"
              + handler
              + "'; the handler is the file name of the module in it, such as words.wasm";
      throw WorkerStartException.ofFunction(message, ErrorBody.body(HANDLER_NOT_FOUND, message));
    }
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw WorkerStartException.ofMachine("the module " + path + " can't be read: " + e);
    }
  }

  static ProgramSpec programSpec(WorkerSpec spec) {
    return new ProgramSpec(
        spec.function().handler(), spec.function().memoryMb(), spec.function().environment());
  }

  @Override
  public void close() {
    programs.close();
    if (ownsHost) {
      host.close();
    }
  }
}
