package dev.perigee.bench.part;

import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.wasm.WasmWorkerFactory;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// WebAssembly inside this JVM: a warm call, a start with warm code, and a start from the cached
/// artefact, which loads the compiled classes anew.
public final class WasmBenchmark implements Benchmark {
  private final Path folder;

  public WasmBenchmark(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "wasm";
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    FunctionSpec function = BenchFunctions.function("echo", "wasm", "echo.wasm", Isolation.WASM);
    WorkerSpec spec = Codes.spec(function, Codes.wasm(folder.resolve("code")));
    Path artefacts = folder.resolve("artefacts");
    try (WasmWorkerFactory factory = WasmWorkerFactory.inProcess(artefacts)) {
      factory.prepare(spec);
      Worker keeper = factory.start(spec);
      Figure warm = warm(keeper, size.pick(100, 50_000));
      Figure start = starts(factory, spec, size.pick(10, 5_000));
      keeper.stop(Duration.ZERO);
      return List.of(warm, start, cached(artefacts, spec, size.pick(3, 200)));
    }
  }

  private static Figure warm(Worker worker, int count) {
    Samples calls = new Samples(count);
    for (int i = 0; i < count; i++) {
      Codes.call(worker);
    }
    for (int i = 0; i < count; i++) {
      long fromNs = System.nanoTime();
      Codes.call(worker);
      calls.add(System.nanoTime() - fromNs);
    }
    return calls.figure("warm wasm, in process", "us", 20, 1);
  }

  private static Figure starts(WasmWorkerFactory factory, WorkerSpec spec, int count)
      throws Exception {
    Samples starts = new Samples(count);
    for (int i = 0; i < 2 * count; i++) {
      long fromNs = System.nanoTime();
      Worker worker = factory.start(spec);
      if (i >= count) {
        starts.add(System.nanoTime() - fromNs);
      }
      Codes.call(worker);
      worker.stop(Duration.ZERO);
    }
    return starts.figure("cold start wasm, warm code", "us", 50, 1);
  }

  /// A new factory each time: nothing but the artefact is there.
  private static Figure cached(Path artefacts, WorkerSpec spec, int count) throws Exception {
    Samples starts = new Samples(count);
    for (int i = 0; i < count; i++) {
      try (WasmWorkerFactory factory = WasmWorkerFactory.inProcess(artefacts)) {
        long fromNs = System.nanoTime();
        Worker worker = factory.start(spec);
        starts.add(System.nanoTime() - fromNs);
        Codes.call(worker);
        worker.stop(Duration.ZERO);
      }
    }
    return starts.figure("cold start wasm, artefact", "ms", 5, 1);
  }
}
