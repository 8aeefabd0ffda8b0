package dev.perigee.bench.part;

import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.language.JavaWorkerFactory;
import dev.perigee.runtime.language.NodeWorkerFactory;
import dev.perigee.runtime.language.PythonWorkerFactory;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerFactory;
import dev.perigee.runtime.worker.WorkerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// Workers of one language without a platform around them: a cold start with the default isolation
/// until the handler runs, and a warm call on a virtual thread.
public final class LanguageBenchmark implements Benchmark {
  private static final long PAUSE_NS = 100_000_000L;

  /// What is measured, the longest median of a cold start that is aimed at, and how many are made.
  public enum Language {
    PYTHON("python3.12", "echo.handler", 8, 250),
    NODE("nodejs22.x", "echo.handler", 90, 60),
    JAVA("java25", "Echo::handle", 80, 60);

    private final String runtime;
    private final String handler;
    private final double coldMs;
    private final int starts;

    Language(String runtime, String handler, double coldMs, int starts) {
      this.runtime = runtime;
      this.handler = handler;
      this.coldMs = coldMs;
      this.starts = starts;
    }

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    private WorkerFactory factory(SandboxHost host, Path folder) {
      return switch (this) {
        case PYTHON -> new PythonWorkerFactory(host, folder);
        case NODE -> new NodeWorkerFactory(host, folder);
        case JAVA -> new JavaWorkerFactory(host, folder);
      };
    }

    private Path code(Path folder) throws IOException {
      return switch (this) {
        case PYTHON -> Codes.python(folder);
        case NODE -> Codes.node(folder);
        case JAVA -> Codes.java(folder);
      };
    }
  }

  private final Language language;
  private final Path folder;

  public LanguageBenchmark(Language language, Path folder) {
    this.language = language;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "language " + language.text();
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    FunctionSpec function =
        BenchFunctions.function("echo", language.runtime, language.handler, Isolation.NAMESPACES);
    WorkerSpec spec = Codes.spec(function, language.code(folder.resolve("code")));
    List<Figure> figures = new ArrayList<>();
    try (SandboxHost host = SandboxHost.open();
        WorkerFactory factory = language.factory(host, folder.resolve("dependencies"))) {
      factory.prepare(spec);
      figures.add(cold(factory, spec, size.pick(3, language.starts)));
      Worker worker = factory.start(spec);
      Thread.ofVirtual().start(() -> figures.add(warm(worker, size.pick(50, 20_000)))).join();
      worker.stop(Duration.ZERO);
    }
    return figures;
  }

  /// From the wish for a worker until its handler begins: an answer minus the time of a warm call.
  private Figure cold(WorkerFactory factory, WorkerSpec spec, int count) throws Exception {
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
        .figure("cold start " + language.text(), "ms", language.coldMs, 1)
        .with("sandboxMs", sandbox.quantileNs(0.5) / 1e6);
  }

  private Figure warm(Worker worker, int count) {
    Samples calls = new Samples(count);
    for (int i = 0; i < count / 4; i++) {
      Codes.call(worker);
    }
    for (int i = 0; i < count; i++) {
      long fromNs = System.nanoTime();
      Codes.call(worker);
      calls.add(System.nanoTime() - fromNs);
    }
    return calls.figure("warm " + language.text() + ", no HTTP", "us", Double.NaN, 1);
  }
}
