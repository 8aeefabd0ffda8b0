package dev.perigee.runtime.wasm.host;

import dev.perigee.runtime.wasm.engine.Compiled;
import dev.perigee.runtime.wasm.engine.ModuleException;
import dev.perigee.runtime.wasm.engine.ProgramSpec;
import dev.perigee.runtime.wasm.engine.WasmProgram;
import java.io.IOException;
import java.nio.file.Path;

/// Where modules are compiled and run.
public interface ProgramHost extends AutoCloseable {

  /// Compiles a module of the tenant.
  Compiled compile(String tenant, byte[] module) throws ModuleException, IOException;

  /// Loads an artefact for the tenant.
  WasmProgram load(String tenant, Path artefact, ProgramSpec spec)
      throws ModuleException, IOException;

  @Override
  void close();
}
