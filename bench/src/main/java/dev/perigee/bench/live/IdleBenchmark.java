package dev.perigee.bench.live;

import dev.perigee.bench.load.CpuTime;
import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Size;
import dev.perigee.bench.part.Codes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A platform that nobody calls: its live heap, the CPU that it takes, and what 1,000 deployed
/// functions add, first never called, then each called once and its sandbox reclaimed.
public final class IdleBenchmark implements Benchmark {
  private static final int FUNCTIONS = 1_000;
  private static final String KEEP_ALIVE_S = "0.5";
  private static final int RECLAIM_MS = 4_000;
  private static final int IDLE_MS = 15_000;

  private final Path home;
  private final Path data;
  private final Path code;
  private final List<Figure> figures = new ArrayList<>();

  /// @param home checkout whose launcher is used
  public IdleBenchmark(Path home, Path folder) {
    this.home = home;
    this.data = folder.resolve("idle");
    this.code = folder.resolve("idle-code");
  }

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    try (Platform platform = new ForkedPlatform(home, data, "--keep-alive-s", KEEP_ALIVE_S)) {
      Use empty = Use.of(platform.pid(), data);
      figures.add(
          Figure.one("idle heap", "MB", 100, empty.memory().heapBytes() / 1e6)
              .with("residentMB", empty.memory().residentBytes() / 1e6));
      int idleMs = size.pick(100, IDLE_MS);
      idle("idle platform", platform, idleMs);
      Deployer deployer = new Deployer(platform.client());
      List<String> names = deploy(deployer, size.pick(10, FUNCTIONS));
      perFunction("function, never called", names, empty, Use.of(platform.pid(), data));
      names.forEach(deployer::call);
      Thread.sleep(size.pick(100, RECLAIM_MS));
      perFunction("function, called once", names, empty, Use.of(platform.pid(), data));
      idle("idle platform with %,d functions".formatted(names.size()), platform, idleMs);
    }
    return figures;
  }

  private List<String> deploy(Deployer deployer, int count) throws IOException {
    long fromNs = System.nanoTime();
    List<String> names = deployer.pythons("idle-", count, 128, Codes.python(code));
    double ms = (System.nanoTime() - fromNs) / 1e6;
    figures.add(Figure.one("deployment", "ms", Double.NaN, ms / count).with("count", count));
    return names;
  }

  private void perFunction(String name, List<String> names, Use before, Use after) {
    double each = 1e6 * names.size();
    double residentMb = (after.memory().residentBytes() - before.memory().residentBytes()) / each;
    double storedMb = (after.storedBytes() - before.storedBytes()) / each;
    figures.add(
        Figure.one(name, "MB", 1, residentMb + storedMb)
            .with("functions", names.size())
            .with("residentMB", residentMb)
            .with("heapMB", (after.memory().heapBytes() - before.memory().heapBytes()) / each)
            .with("storedMB", storedMb));
  }

  private void idle(String name, Platform platform, int ms) throws InterruptedException {
    CpuTime before = CpuTime.of(platform.pid());
    Thread.sleep(ms);
    CpuTime used = CpuTime.of(platform.pid()).since(before);
    figures.add(
        Figure.one(name, "% of a core", Double.NaN, used.ownNs() / 1e4 / ms)
            .with("descendantsPercent", used.descendantsNs() / 1e4 / ms));
  }

  /// What a platform takes of the machine.
  private record Use(ProcessMemory memory, long storedBytes) {
    static Use of(long pid, Path data) throws IOException {
      return new Use(ProcessMemory.of(pid), stored(data));
    }

    private static long stored(Path data) throws IOException {
      try (Stream<Path> files = Files.walk(data)) {
        return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      }
    }
  }
}
