package dev.perigee.runtime.wasm;

import java.nio.file.Path;

class InProcessWorkerTest extends WorkerContract {
  @Override
  WasmWorkerFactory newFactory(Path artefacts) {
    return WasmWorkerFactory.inProcess(artefacts);
  }
}
