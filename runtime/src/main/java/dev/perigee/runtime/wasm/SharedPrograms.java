package dev.perigee.runtime.wasm;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.wasm.engine.ModuleException;
import dev.perigee.runtime.wasm.engine.WasmProgram;
import dev.perigee.runtime.wasm.host.ProgramHost;
import dev.perigee.runtime.worker.WorkerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Loaded programs, one per version of a function, shared by its workers and closed with the last
/// of them.
final class SharedPrograms implements AutoCloseable {
  private final ProgramHost host;
  private final Map<Key, Shared> shared = new HashMap<>();

  /// Where the module of a version was found, so that a start need not read and hash it again.
  private final Map<Key, Path> artefacts = new HashMap<>();

  SharedPrograms(ProgramHost host) {
    this.host = host;
  }

  /// Everything that a program is made of; a version alone could be deleted and made anew with
  /// other code.
  private record Key(FunctionSpec function, Path code) {
    static Key of(WorkerSpec spec) {
      return new Key(spec.function(), spec.code());
    }
  }

  private static final class Shared {
    final WasmProgram program;
    int shares;

    Shared(WasmProgram program) {
      this.program = program;
    }
  }

  synchronized Optional<Path> artefactOf(WorkerSpec spec) {
    return Optional.ofNullable(artefacts.get(Key.of(spec)));
  }

  synchronized Share share(WorkerSpec spec, Path artefact) throws ModuleException, IOException {
    Key key = Key.of(spec);
    Shared found = shared.get(key);
    if (found == null || !found.program.isAlive()) {
      artefacts.remove(key);
      found =
          new Shared(
              host.load(spec.function().tenant(), artefact, WasmWorkerFactory.programSpec(spec)));
      shared.put(key, found);
      artefacts.put(key, artefact);
    }
    found.shares++;
    return new Share(key, found);
  }

  private synchronized void giveBack(Key key, Shared found) {
    found.shares--;
    if (found.shares == 0) {
      shared.remove(key, found);
      found.program.close();
    }
  }

  @Override
  public synchronized void close() {
    shared.values().forEach(found -> found.program.close());
    shared.clear();
    artefacts.clear();
  }

  /// A share in a program.
  final class Share implements AutoCloseable {
    private final Key key;
    private final Shared found;
    private boolean closed;

    private Share(Key key, Shared found) {
      this.key = key;
      this.found = found;
    }

    WasmProgram program() {
      return found.program;
    }

    @Override
    public void close() {
      synchronized (SharedPrograms.this) {
        if (!closed) {
          closed = true;
          giveBack(key, found);
        }
      }
    }
  }
}
