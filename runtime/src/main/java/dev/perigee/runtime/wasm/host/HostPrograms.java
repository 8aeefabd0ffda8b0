package dev.perigee.runtime.wasm.host;

import dev.perigee.runtime.wasm.engine.Compiled;
import dev.perigee.runtime.wasm.engine.DamagedArtefactException;
import dev.perigee.runtime.wasm.engine.ModuleException;
import dev.perigee.runtime.wasm.engine.ProgramSpec;
import dev.perigee.runtime.wasm.engine.Run;
import dev.perigee.runtime.wasm.engine.RunResult;
import dev.perigee.runtime.wasm.engine.WasmEngine;
import dev.perigee.runtime.wasm.engine.WasmProgram;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The programs in a worker JVM by the number that the platform gave them.
final class HostPrograms {
  private final WasmEngine engine;
  private final Map<Integer, WasmProgram> programs = new ConcurrentHashMap<>();

  HostPrograms(WasmEngine engine) {
    this.engine = engine;
  }

  Compiled compile(byte[] module) throws ModuleException {
    return engine.compile(module);
  }

  /// Returns the memory that it holds while it is idle.
  long load(int id, byte[] artefact, ProgramSpec spec)
      throws ModuleException, DamagedArtefactException {
    WasmProgram program = engine.load(artefact, spec);
    programs.put(id, program);
    return program.memoryBytes();
  }

  void unload(int id) {
    WasmProgram program = programs.remove(id);
    if (program != null) {
      program.close();
    }
  }

  RunResult run(int id, Run run) {
    WasmProgram program = programs.get(id);
    return program == null ? RunResult.lost("the program was stopped", 0) : program.run(run);
  }
}
