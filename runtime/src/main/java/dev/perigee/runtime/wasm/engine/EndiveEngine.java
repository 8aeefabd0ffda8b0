package dev.perigee.runtime.wasm.engine;

import java.io.ByteArrayInputStream;
import run.endive.wasm.Parser;

/// Endive: compiles WebAssembly to JVM bytecode, so that the JVM's own compiler makes it fast.
public final class EndiveEngine implements WasmEngine {
  /// Names engine and version.
  public static final String VERSION = "endive-1.0.0";

  private final Watchdog watchdog = new Watchdog();

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public Compiled compile(byte[] module) throws ModuleException {
    return ModuleCompiler.compile(module);
  }

  @Override
  public WasmProgram load(byte[] artefact, ProgramSpec spec)
      throws ModuleException, DamagedArtefactException {
    Artefact parts = Artefact.ofBytes(artefact);
    // It was validated when it was compiled, and the checksum has shown that it is the same.
    var module =
        Parser.builder()
            .withValidation(false)
            .build()
            .parse(() -> new ByteArrayInputStream(parts.skeleton()));
    return EndiveProgram.of(module, CompiledClasses.machines(parts), spec, watchdog);
  }

  @Override
  public void close() {
    watchdog.close();
  }
}
