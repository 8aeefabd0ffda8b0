package dev.perigee.bench;

import dev.perigee.bench.live.CapBenchmark;
import dev.perigee.bench.live.ConnectionsBenchmark;
import dev.perigee.bench.live.ForkedPlatform;
import dev.perigee.bench.live.FromZeroBenchmark;
import dev.perigee.bench.live.HttpBenchmark;
import dev.perigee.bench.live.IdleBenchmark;
import dev.perigee.bench.live.ImageBenchmark;
import dev.perigee.bench.live.SoakBenchmark;
import dev.perigee.bench.live.StartBenchmark;
import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Report;
import dev.perigee.bench.measure.SetUp;
import dev.perigee.bench.measure.Size;
import dev.perigee.bench.part.AccessBenchmark;
import dev.perigee.bench.part.AsyncBenchmark;
import dev.perigee.bench.part.DispatchBenchmark;
import dev.perigee.bench.part.LanguageBenchmark;
import dev.perigee.bench.part.LanguageBenchmark.Language;
import dev.perigee.bench.part.LedgerBenchmark;
import dev.perigee.bench.part.PageBenchmark;
import dev.perigee.bench.part.PlansBenchmark;
import dev.perigee.bench.part.PoolBenchmark;
import dev.perigee.bench.part.RuntimeApiBenchmark;
import dev.perigee.bench.part.TelemetryBenchmark;
import dev.perigee.bench.part.VersionsBenchmark;
import dev.perigee.bench.part.WasmBenchmark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `bench HOME RESULTS [WORD..]`: runs the benchmarks whose names contain one of the words, or all,
/// prints a table and appends a line of JSON.
public final class Main {
  private Main() {}

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]).toAbsolutePath();
    Path results = Path.of(args[1]);
    List<String> words = List.of(args).subList(2, args.length);
    Path folder = Files.createTempDirectory("perigee-bench-");
    SetUp setUp = SetUp.here();
    Report report = new Report(System.out);
    report.head(setUp);
    List<Figure> figures = new ArrayList<>();
    for (Benchmark benchmark : parts(folder)) {
      if (wanted(benchmark.name(), words)) {
        run(benchmark, report, figures);
      }
    }
    for (Benchmark benchmark :
        List.of(new StartBenchmark(home, folder), new IdleBenchmark(home, folder))) {
      if (wanted(benchmark.name(), words)) {
        run(benchmark, report, figures);
      }
    }
    if (wanted("http", words)) {
      try (var platform = new ForkedPlatform(home, folder.resolve("http"), "--trust-wasm")) {
        run(new HttpBenchmark(platform, folder), report, figures);
      }
    }
    if (wanted("from-zero", words)) {
      String[] options = FromZeroBenchmark.OPTIONS.toArray(String[]::new);
      try (var platform = new ForkedPlatform(home, folder.resolve("from-zero-data"), options)) {
        run(new FromZeroBenchmark(platform, folder), report, figures);
      }
    }
    if (wanted("caps", words)) {
      try (var platform = new ForkedPlatform(home, folder.resolve("caps"))) {
        run(new CapBenchmark(platform, folder), report, figures);
      }
    }
    if (wanted("connections", words)) {
      String most = Integer.toString(ConnectionsBenchmark.countMax() + 100);
      Path data = folder.resolve("connections");
      try (var platform = new ForkedPlatform(home, data, "--connections", most)) {
        run(new ConnectionsBenchmark(platform, folder), report, figures);
      }
    }
    if (words.contains("soak")) {
      Path data = folder.resolve("soak");
      String[] options = SoakBenchmark.OPTIONS.toArray(String[]::new);
      try (var platform = new ForkedPlatform(home, data, options)) {
        run(new SoakBenchmark(platform, data, folder), report, figures);
      }
    }
    if (wanted("image", words)) {
      try (var platform = new ForkedPlatform(home, folder.resolve("image"))) {
        Path images = folder.resolve("images");
        List<String> isolations = ImageBenchmark.installed();
        run(new ImageBenchmark(home, platform, images, isolations), report, figures);
      }
    }
    figures.add(Figure.one("load of the machine after", "", Double.NaN, SetUp.loadNow()));
    Report.append(results, Report.json(setUp, figures));
  }

  private static List<Benchmark> parts(Path folder) {
    return List.of(
        new DispatchBenchmark(),
        new AccessBenchmark(),
        new PoolBenchmark(),
        new VersionsBenchmark(folder.resolve("versions")),
        new LedgerBenchmark(folder.resolve("ledger")),
        new TelemetryBenchmark(),
        new PageBenchmark(),
        new AsyncBenchmark(folder.resolve("async")),
        new PlansBenchmark(3),
        new PlansBenchmark(100),
        new WasmBenchmark(folder.resolve("wasm-part")),
        new RuntimeApiBenchmark(folder.resolve("runtime-api")),
        new LanguageBenchmark(Language.PYTHON, folder.resolve("python-part")),
        new LanguageBenchmark(Language.NODE, folder.resolve("node-part")),
        new LanguageBenchmark(Language.JAVA, folder.resolve("java-part")));
  }

  private static boolean wanted(String name, List<String> words) {
    return words.isEmpty() || words.stream().anyMatch(name::contains);
  }

  private static void run(Benchmark benchmark, Report report, List<Figure> figures)
      throws Exception {
    for (Figure figure : benchmark.run(Size.FULL)) {
      report.row(figure);
      figures.add(figure);
    }
  }
}
