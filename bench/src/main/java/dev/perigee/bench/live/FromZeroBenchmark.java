package dev.perigee.bench.live;

import dev.perigee.bench.load.LoadPlan;
import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Size;
import dev.perigee.bench.part.Codes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Functions of which nothing is kept, so that each call starts from zero, under load: how many
/// such starts there were, what they took, and how many calls got anything but the right answer.
public final class FromZeroBenchmark implements Benchmark {
  /// What the platform has to be started with.
  public static final List<String> OPTIONS = List.of("--keep-alive-s", "0");

  private static final int CONNECTIONS = 8;
  private static final Duration STEP = Duration.ofSeconds(5);

  private final Platform platform;
  private final Path folder;

  /// @param platform that keeps nothing alive
  /// @param folder for code
  public FromZeroBenchmark(Platform platform, Path folder) {
    this.platform = platform;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "from-zero";
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    Deployer deployer = new Deployer(platform.client());
    Path code = Codes.python(folder.resolve("from-zero"));
    List<String> names = deployer.pythons("zero-", size.pick(4, 100), 128, code);
    CheckedLoad load = new CheckedLoad(platform);
    LoadPlan plan =
        LoadPlan.closed(
                platform.address(), size.pick(2, CONNECTIONS), Duration.ZERO, names.getFirst())
            .over(names, 0)
            .lasting(STEP.dividedBy(size.pick(20, 1)));
    Figure last = load.latency("call from zero", Double.NaN, plan);
    double wrong = last.more().getOrDefault("wrong", 0.0);
    while (starts() < size.pick(20, 10_000)) {
      last = load.latency("call from zero", Double.NaN, plan);
      wrong += last.more().getOrDefault("wrong", 0.0);
    }
    return List.of(
        last,
        Figure.one("starts from zero", "", Double.NaN, (double) starts()).with("wrong", wrong),
        load.ledger());
  }

  private long starts() {
    Map<String, @Nullable Object> stats =
        platform.client().demand("GET", "/v1/stats/functions?limit=1", null).object();
    return stats.get("totals") instanceof Map<?, ?> totals
            && totals.get("coldStarts") instanceof Number count
        ? count.longValue()
        : 0;
  }
}
