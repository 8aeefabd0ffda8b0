package dev.perigee.bench.live;

import dev.perigee.bench.load.CpuTime;
import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.bench.part.Codes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A platform as it starts and as it idles: the time from the start of its process to its first
/// answer, its live heap, and what 1,000 deployed functions add that nobody calls.
public final class StartBenchmark implements Benchmark {
  private static final int FUNCTIONS = 1_000;
  private static final long IDLE_MS = 10_000;

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
    List<Figure> figures = new ArrayList<>();
    int starts = size.pick(1, 7);
    Samples ready = new Samples(starts);
    for (int i = 0; i < starts; i++) {
      try (Platform platform = new ForkedPlatform(home, folder.resolve("start-" + i))) {
        ready.add(platform.readyNs());
      }
    }
    figures.add(ready.figure("up, first answer", "ms", 1_500, 1));
    try (Platform platform = new ForkedPlatform(home, folder.resolve("idle"))) {
      idle(platform, size, figures);
    }
    return figures;
  }

  private void idle(Platform platform, Size size, List<Figure> figures) throws Exception {
    int count = size.pick(10, FUNCTIONS);
    ProcessMemory empty = ProcessMemory.of(platform.pid());
    figures.add(
        Figure.one("idle heap", "MB", 100, empty.heapBytes() / 1e6)
            .with("residentMB", empty.residentBytes() / 1e6));
    Path code = Codes.python(folder.resolve("code"));
    var _ = new Deployer(platform.client()).pythons("idle-", count, 128, code);
    ProcessMemory full = ProcessMemory.of(platform.pid());
    CpuTime before = CpuTime.of(platform.pid());
    Thread.sleep(size.pick(100, (int) IDLE_MS));
    CpuTime used = CpuTime.of(platform.pid()).since(before);
    double grownMb = (full.heapBytes() - empty.heapBytes()) / 1e6;
    figures.add(
        Figure.one("idle function", "MB", 1, grownMb / count)
            .with("functions", count)
            .with("residentMB", (full.residentBytes() - empty.residentBytes()) / 1e6 / count)
            .with("allCpuFraction", (used.ownNs() + used.descendantsNs()) / 1e6 / IDLE_MS));
  }
}
