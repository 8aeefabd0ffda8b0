package dev.perigee.bench.part;

import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.lambda.ProvidedWorkerFactory;
import dev.perigee.runtime.language.PythonWorkerFactory;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerFactory;
import dev.perigee.runtime.worker.WorkerSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What the platform adds to a client of the Runtime API: warm calls of a function, against the
/// same client with the least server that there can be, by turns in one run; and what it takes to
/// thaw a frozen worker.
public final class RuntimeApiBenchmark implements Benchmark {
  private static final double RATIO_AIM = 1.3;
  private static final double THAW_AIM_MS = 1;
  private static final int ROUNDS = 10;
  private static final int WARM_UP = 10;

  private final Path folder;

  public RuntimeApiBenchmark(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "runtime api";
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    int perRound = size.pick(10, 500);
    List<Figure> figures = new ArrayList<>();
    Path code = Codes.provided(folder.resolve("bootstrap"));
    try (SandboxHost host = SandboxHost.open();
        WorkerFactory provided = new ProvidedWorkerFactory(host);
        BareServer bare = new BareServer(code.resolve("bootstrap"))) {
      for (Isolation isolation : List.of(Isolation.NAMESPACES, Isolation.PROCESS)) {
        Worker worker = start(provided, spec(isolation, "provided.al2023", code));
        figures.addAll(compare(isolation.text(), worker, bare, perRound));
        figures.add(thaw("provided in " + isolation.text(), worker, size.pick(5, 200)));
        worker.stop(Duration.ZERO);
      }
      figures.add(thawOfPython(host, size.pick(5, 200)));
    }
    return figures;
  }

  private static WorkerSpec spec(Isolation isolation, String runtime, Path code) {
    return Codes.spec(BenchFunctions.function("echo", runtime, "echo.handler", isolation), code);
  }

  private static Worker start(WorkerFactory factory, WorkerSpec spec) throws Exception {
    factory.prepare(spec);
    return factory.start(spec);
  }

  private static List<Figure> compare(String name, Worker worker, BareServer bare, int perRound)
      throws Exception {
    bare.measure(new Samples(WARM_UP * perRound), WARM_UP * perRound);
    calls(worker, new Samples(WARM_UP * perRound), WARM_UP * perRound);
    Samples least = new Samples(ROUNDS * perRound);
    Samples ours = new Samples(ROUNDS * perRound);
    for (int round = 0; round < ROUNDS; round++) {
      bare.measure(least, perRound);
      calls(worker, ours, perRound);
    }
    double ratio = ours.quantileNs(0.5) / least.quantileNs(0.5);
    return List.of(
        least.figure("bare client beside " + name, "us", Double.NaN, 1),
        ours.figure("warm provided in " + name, "us", Double.NaN, 1),
        Figure.one("Runtime API against bare client, " + name, "", RATIO_AIM, ratio));
  }

  /// On a virtual thread, as in the platform.
  private static void calls(Worker worker, Samples samples, int count) throws Exception {
    Thread.ofVirtual()
        .start(() -> {
          for (int i = 0; i < count; i++) {
            long fromNs = System.nanoTime();
            Codes.call(worker);
            samples.add(System.nanoTime() - fromNs);
          }
        })
        .join();
  }

  private Figure thawOfPython(SandboxHost host, int count) throws Exception {
    Path code = Codes.python(folder.resolve("python"));
    try (WorkerFactory python = new PythonWorkerFactory(host, folder.resolve("dependencies"))) {
      Worker worker = start(python, spec(Isolation.NAMESPACES, "python3.12", code));
      Figure figure = thaw("python in namespaces", worker, count);
      worker.stop(Duration.ZERO);
      return figure;
    }
  }

  /// From the wish to thaw until the answer, minus what a warm call after a pause as long takes.
  private static Figure thaw(String name, Worker worker, int count) throws Exception {
    Samples warm = new Samples(count);
    Samples frozen = new Samples(count);
    for (int i = 0; i < count; i++) {
      long warmNs = System.nanoTime();
      Codes.call(worker);
      warm.add(System.nanoTime() - warmNs);
      worker.freeze();
      long frozenNs = System.nanoTime();
      worker.thaw();
      Codes.call(worker);
      frozen.add(System.nanoTime() - frozenNs);
    }
    double addedMs = (frozen.quantileNs(0.5) - warm.quantileNs(0.5)) / 1e6;
    return Figure.one("thaw adds, " + name, "ms", THAW_AIM_MS, addedMs)
        .with("p99Ms", (frozen.quantileNs(0.99) - warm.quantileNs(0.5)) / 1e6)
        .with("n", count);
  }
}
