package dev.perigee.bench.live;

import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.bench.part.Codes;
import java.nio.file.Path;
import java.util.List;

/// A platform as it starts on a data folder that has a Python function: the time from the start of
/// its process until it says that it is ready, and until it has answered a call of that function.
public final class StartBenchmark implements Benchmark {
  private static final double AIM_MS = 1_500;

  private final Path home;
  private final Path folder;

  /// @param home checkout whose launcher is used
  public StartBenchmark(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "start";
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    Path data = folder.resolve("start");
    Path code = Codes.python(folder.resolve("start-code"));
    try (Platform platform = new ForkedPlatform(home, data)) {
      var _ = new Deployer(platform.client()).python("first", 128, code);
    }
    int starts = size.pick(1, 15);
    Samples ready = new Samples(starts);
    Samples answered = new Samples(starts);
    for (int i = 0; i < starts; i++) {
      try (Platform platform = new ForkedPlatform(home, data)) {
        Deployer caller = new Deployer(platform.client());
        long readyAtNs = System.nanoTime();
        caller.call("first");
        ready.add(platform.readyNs());
        answered.add(platform.readyNs() + System.nanoTime() - readyAtNs);
      }
    }
    return List.of(
        ready.figure("up, ready", "ms", AIM_MS, 1),
        answered.figure("up, first call answered", "ms", AIM_MS, 1));
  }
}
