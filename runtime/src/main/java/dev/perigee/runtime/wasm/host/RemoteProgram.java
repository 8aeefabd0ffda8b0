package dev.perigee.runtime.wasm.host;

import dev.perigee.runtime.wasm.engine.Run;
import dev.perigee.runtime.wasm.engine.RunResult;
import dev.perigee.runtime.wasm.engine.WasmProgram;
import java.util.concurrent.atomic.AtomicBoolean;

/// A program in a worker JVM.
final class RemoteProgram implements WasmProgram {
  private final WorkerJvm jvm;
  private final int id;
  private final long memoryBytes;
  private final AtomicBoolean closed = new AtomicBoolean();

  RemoteProgram(WorkerJvm jvm, int id, long memoryBytes) {
    this.jvm = jvm;
    this.id = id;
    this.memoryBytes = memoryBytes;
  }

  @Override
  public RunResult run(Run run) {
    return isAlive() ? jvm.run(id, run) : RunResult.lost("the program was stopped", 0);
  }

  @Override
  public long memoryBytes() {
    return memoryBytes;
  }

  @Override
  public boolean isAlive() {
    return !closed.get() && jvm.isAlive();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      jvm.unload(id);
    }
  }
}
