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

/// Warm functions over HTTP, everything accounted: one call at a time, closed loops of several
/// connections, an open loop at half of what those reach, a wide range of functions by Zipf's law,
/// and WebAssembly in process. Last, the ledger: every answered call is in it and it adds up.
///
/// The functions answer with their event at once, so the whole time of a call is what the platform
/// adds, the way over the loopback device and the load's own time included.
public final class HttpBenchmark implements Benchmark {
  private static final double LATENCY_US = 150;
  private static final double THROUGHPUT_PER_S = 10_000;
  private static final int CONNECTIONS = 8;
  private static final int MANY_CONNECTIONS = 32;

  /// The compilers of the platform need some 100,000 calls.
  private static final Duration WARM_UP = Duration.ofSeconds(8);

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
    LoadPlan wide =
        LoadPlan.closed(
            platform.address(),
            size.pick(2, CONNECTIONS),
            Duration.ofMillis(size.pick(500, 4_000)),
            echo);
    Duration warmUp = size == Size.SMOKE ? wide.duration() : WARM_UP;
    List<Figure> figures = new ArrayList<>();
    load.warmUp(wide.lasting(warmUp));
    figures.addAll(one(load, wide, size));
    LoadPlan zipf = wide.over(many, 1);
    // All alike, so that what is rarely wanted has started too.
    load.warmUp(wide.over(many, 0).lasting(warmUp));
    figures.add(load.throughput("python, zipf over " + many.size(), Double.NaN, zipf));
    figures.addAll(module(load, wide.over(List.of(wasm), 0)));
    figures.add(load.ledger());
    return figures;
  }

  private static List<Figure> one(CheckedLoad load, LoadPlan wide, Size size)
      throws InterruptedException {
    LoadPlan widest = wide.with(size.pick(4, MANY_CONNECTIONS));
    Figure single = load.latency("python, one at a time", LATENCY_US, wide.with(1));
    Figure closed = load.throughput(name("python", wide), THROUGHPUT_PER_S, wide);
    Figure most = load.throughput(name("python", widest), THROUGHPUT_PER_S, widest);
    double halfPerS = Math.max(20, Math.rint(closed.p50() / 2));
    Figure open = load.latency("python, open loop", Double.NaN, wide.withRate(halfPerS));
    return List.of(single, closed, most, open);
  }

  private static List<Figure> module(CheckedLoad load, LoadPlan wide) throws InterruptedException {
    load.warmUp(wide);
    return List.of(
        load.throughput(name("wasm", wide), Double.NaN, wide),
        load.latency("wasm, one at a time", Double.NaN, wide.with(1)));
  }

  private static String name(String what, LoadPlan plan) {
    return what + ", closed loop of " + plan.connectionCount();
  }
}
