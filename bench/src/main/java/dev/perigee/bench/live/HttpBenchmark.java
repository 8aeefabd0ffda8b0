package dev.perigee.bench.live;

import dev.perigee.bench.load.LoadPlan;
import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Size;
import dev.perigee.bench.part.Codes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Warm functions over HTTP, everything accounted: throughput of a closed loop, time of one call at
/// a time, an open loop at half the throughput, a wide range of functions by Zipf's law, and
/// WebAssembly in process.
///
/// The functions answer with their event at once, so the whole time of a call is what the platform
/// adds, the way over the loopback device and the load's own time included.
public final class HttpBenchmark implements Benchmark {
  private static final double LATENCY_US = 150;
  private static final double THROUGHPUT_PER_S = 10_000;
  private static final int CONNECTIONS = 8;
  private static final int ZIPF_MEMORY_MB = 20;

  private final Platform platform;
  private final Path folder;

  /// @param folder for code
  public HttpBenchmark(Platform platform, Path folder) {
    this.platform = platform;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    Deployer deployer = new Deployer(platform.client());
    Path python = Codes.python(folder.resolve("python"));
    String echo = deployer.python("echo", Deployer.MEMORY_MB_OF_ONE_CPU, python);
    String wasm = deployer.wasm("wasm", Codes.wasm(folder.resolve("wasm")));
    List<String> many = deployer.pythons("many-", size.pick(10, 1_000), ZIPF_MEMORY_MB, python);
    CheckedLoad load = new CheckedLoad(platform);
    Duration duration = Duration.ofMillis(size.pick(1_000, 10_000));
    LoadPlan wide = LoadPlan.closed(platform.address(), size.pick(2, CONNECTIONS), duration, echo);
    LoadPlan narrow = LoadPlan.closed(platform.address(), 1, duration, echo);
    List<Figure> figures = new ArrayList<>();
    // The first run is for the compilers of the platform.
    load.warmUp(wide);
    load.warmUp(wide.over(List.of(wasm), 0));
    Figure closed = load.throughput("python, closed loop", THROUGHPUT_PER_S, wide);
    figures.add(closed);
    figures.add(load.latency("python, one at a time", LATENCY_US, narrow));
    double halfPerS = Math.max(20, Math.rint(closed.p50() / 2));
    figures.add(load.latency("python, open loop", Double.NaN, wide.withRate(halfPerS)));
    figures.add(load.throughput("zipf over " + many.size(), Double.NaN, wide.over(many, 1)));
    figures.add(load.throughput("wasm, closed loop", Double.NaN, wide.over(List.of(wasm), 0)));
    figures.add(load.latency("wasm, one at a time", Double.NaN, narrow.over(List.of(wasm), 0)));
    figures.add(load.ledger());
    return figures;
  }
}
