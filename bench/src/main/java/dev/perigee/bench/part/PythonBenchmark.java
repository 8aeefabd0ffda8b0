package dev.perigee.bench.part;

import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.language.PythonWorkerFactory;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Python workers without a platform around them: a cold start with the default isolation until the
/// handler runs, and a warm call on a virtual thread.
public final class PythonBenchmark implements Benchmark {
  private static final long PAUSE_NS = 100_000_000L;

  private final Path folder;

  public PythonBenchmark(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "python";
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    FunctionSpec function = BenchFunctions.python("echo");
    WorkerSpec spec = Codes.spec(function, Codes.python(folder.resolve("code")));
    List<Figure> figures = new ArrayList<>();
    try (SandboxHost host = SandboxHost.open();
        PythonWorkerFactory factory =
            new PythonWorkerFactory(host, folder.resolve("dependencies"))) {
      factory.prepare(spec);
      figures.add(cold(factory, spec, size.pick(3, 250)));
      Worker worker = factory.start(spec);
      Thread.ofVirtual().start(() -> figures.add(warm(worker, size.pick(50, 20_000)))).join();
      worker.stop(Duration.ZERO);
    }
    return figures;
  }

  /// From the wish for a worker until its handler begins: an answer minus the time of a warm call.
  private static Figure cold(PythonWorkerFactory factory, WorkerSpec spec, int count)
      throws Exception {
    Samples starts = new Samples(count);
    Samples sandbox = new Samples(count);
    for (int i = 0; i < count; i++) {
      // Sandboxes are prepared ahead; a start right after another would wait for the next one.
      LockSupport.parkNanos(PAUSE_NS);
      long fromNs = System.nanoTime();
      Worker worker = factory.start(spec);
      starts.add(System.nanoTime() - fromNs);
      sandbox.add(worker.startPhases().sandboxNs());
      Codes.call(worker);
      worker.stop(Duration.ZERO);
    }
    return starts
        .figure("cold start python", "ms", 8, 1)
        .with("sandboxMs", sandbox.quantileNs(0.5) / 1e6);
  }

  private static Figure warm(Worker worker, int count) {
    Samples calls = new Samples(count);
    for (int i = 0; i < count / 4; i++) {
      Codes.call(worker);
    }
    for (int i = 0; i < count; i++) {
      long fromNs = System.nanoTime();
      Codes.call(worker);
      calls.add(System.nanoTime() - fromNs);
    }
    return calls.figure("warm python, no HTTP", "us", Double.NaN, 1);
  }
}
