package dev.perigee.runtime.wasm.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.runtime.wasm.engine.DamagedArtefactException;
import dev.perigee.runtime.wasm.engine.ModuleException;
import dev.perigee.runtime.wasm.engine.ProgramSpec;
import dev.perigee.runtime.wasm.engine.Run;
import dev.perigee.runtime.wasm.engine.RunResult;
import dev.perigee.runtime.wasm.engine.WasmEngine;
import dev.perigee.runtime.wasm.engine.WasmProgram;
import java.io.IOException;
import java.io.InputStream;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Compiles, loads and runs a tiny module before a worker JVM says that it is ready, so that the
/// first call of a function does not pay for loading the engine's classes.
final class Rehearsal {
  private static final int RUNS = 30;
  private static final int OUTPUT_BYTES_MAX = 1 << 16;
  private static final byte[] EVENT = "{\"key\": [1, 2.5, \"text\"]}".getBytes(UTF_8);

  private Rehearsal() {}

  static void of(WasmEngine engine) throws IOException {
    try (InputStream in = Rehearsal.class.getResourceAsStream("rehearsal.wasm")) {
      if (in == null) {
        throw new IOException("the resource rehearsal.wasm is missing from the program");
      }
      run(engine, in.readAllBytes());
    } catch (ModuleException | DamagedArtefactException e) {
      throw new IOException("the engine can't run its own small module: " + e.getMessage(), e);
    }
  }

  private static void run(WasmEngine engine, byte[] module)
      throws ModuleException, DamagedArtefactException {
    ProgramSpec spec = new ProgramSpec("rehearsal", 16, new TreeMap<>());
    WasmProgram program = engine.load(engine.compile(module).artefact(), spec);
    for (int i = 0; i < RUNS; i++) {
      Run run = new Run(EVENT, TimeUnit.SECONDS.toNanos(10), OUTPUT_BYTES_MAX, line -> {});
      RunResult result = program.run(run);
      if (result.output().length != EVENT.length) {
        throw new IllegalStateException("the rehearsal ended with " + result.ending());
      }
    }
    program.close();
  }
}
