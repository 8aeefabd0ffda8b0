package dev.perigee.runtime.wasm.engine;

/// Compiles modules and loads what it compiled. Thread-safe.
public interface WasmEngine extends AutoCloseable {

  /// Names engine and version; part of the key of a compiled artefact.
  String version();

  /// Checks that the module is a WASI command and compiles it. Takes long; never on the way of an
  /// invocation.
  Compiled compile(byte[] module) throws ModuleException;

  /// Makes a program of what `compile` gave.
  WasmProgram load(byte[] artefact, ProgramSpec spec)
      throws ModuleException, DamagedArtefactException;

  @Override
  void close();
}
