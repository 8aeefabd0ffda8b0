package dev.perigee.runtime.wasm;

import dev.perigee.runtime.wasm.engine.Compiled;
import dev.perigee.runtime.wasm.engine.ModuleException;
import dev.perigee.runtime.wasm.engine.ProgramSpec;
import dev.perigee.runtime.wasm.engine.WasmEngine;
import dev.perigee.runtime.wasm.engine.WasmProgram;
import dev.perigee.runtime.wasm.host.ProgramHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Runs modules of all tenants in this JVM: the quickest way, for operators who trust the engine as
/// their only wall.
final class InProcessHost implements ProgramHost {
  private final WasmEngine engine;

  InProcessHost(WasmEngine engine) {
    this.engine = engine;
  }

  @Override
  public Compiled compile(String tenant, byte[] module) throws ModuleException {
    return engine.compile(module);
  }

  @Override
  public WasmProgram load(String tenant, Path artefact, ProgramSpec spec)
      throws ModuleException, IOException {
    return new OffloadingProgram(engine.load(Files.readAllBytes(artefact), spec));
  }

  @Override
  public void close() {
    engine.close();
  }
}
