package dev.perigee.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.bench.live.CapBenchmark;
import dev.perigee.bench.live.ConnectionsBenchmark;
import dev.perigee.bench.live.FromZeroBenchmark;
import dev.perigee.bench.live.HttpBenchmark;
import dev.perigee.bench.live.ImageBenchmark;
import dev.perigee.bench.live.InProcessPlatform;
import dev.perigee.bench.live.SoakBenchmark;
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
import dev.perigee.testing.Needs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Every benchmark in its smallest size: it still works and its answers are right.
class SmokeTest {
  @TempDir Path folder;

  @Test
  void dispatchSendsTheSameInvocationsToTheSameNodes() throws Exception {
    assertThat(only(new DispatchBenchmark()).hash())
        .isEqualTo(only(new DispatchBenchmark()).hash());
  }

  @Test
  void everyoneWithAKeyIsLetIn() throws Exception {
    List<Figure> figures = new AccessBenchmark().run(Size.SMOKE);
    assertThat(figures).hasSize(2);
    assertThat(figures.get(0).hash()).isEqualTo(figures.get(1).hash());
  }

  @Test
  void poolAssignsEveryInvocation() throws Exception {
    assertThat(only(new PoolBenchmark()).hash()).isEqualTo(only(new PoolBenchmark()).hash());
  }

  @Test
  void everyAliasStandsForItsVersion() throws Exception {
    List<Figure> first = new VersionsBenchmark(folder.resolve("a")).run(Size.SMOKE);
    List<Figure> second = new VersionsBenchmark(folder.resolve("b")).run(Size.SMOKE);
    assertThat(first.getFirst().hash()).isEqualTo(second.getFirst().hash());
  }

  @Test
  void ledgerWritesTheSameBytes() throws Exception {
    assertThat(only(new LedgerBenchmark(folder.resolve("a"))).hash())
        .isEqualTo(only(new LedgerBenchmark(folder.resolve("b"))).hash());
  }

  @Test
  void pageShowsTheSameForTheSameLedger() throws Exception {
    assertThat(new PageBenchmark().run(Size.SMOKE).getLast().hash())
        .isEqualTo(new PageBenchmark().run(Size.SMOKE).getLast().hash());
  }

  @Test
  void everyEventThatWasTakenRuns() throws Exception {
    List<Figure> first = new AsyncBenchmark(folder.resolve("a")).run(Size.SMOKE);
    List<Figure> second = new AsyncBenchmark(folder.resolve("b")).run(Size.SMOKE);
    assertThat(first.getLast().hash()).isEqualTo(second.getLast().hash());
  }

  @Test
  void simulationPlansForEveryInvocation() throws Exception {
    Figure figure = only(new PlansBenchmark(3));
    assertThat(figure.more().get("plans")).isGreaterThan(500);
  }

  @Test
  void wasmAnswersWithItsEvent() throws Exception {
    assertThat(new WasmBenchmark(folder).run(Size.SMOKE)).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void everyLanguageAnswersWithItsEvent(Language language) throws Exception {
    Needs.python();
    if (language == Language.NODE) {
      Needs.node();
    }
    assertThat(new LanguageBenchmark(language, folder).run(Size.SMOKE)).hasSize(2);
  }

  @Test
  void runtimeApiAnswersWithItsEvent() throws Exception {
    Path unused = Needs.python();
    assertThat(unused).exists();
    assertThat(new RuntimeApiBenchmark(folder).run(Size.SMOKE)).hasSize(9);
  }

  @Test
  void loadOverHttpIsInTheLedgerToTheLastCall() throws Exception {
    Path unused = Needs.python();
    assertThat(unused).exists();
    try (var platform = new InProcessPlatform(folder.resolve("data"))) {
      List<Figure> figures = new HttpBenchmark(platform, folder).run(Size.SMOKE);
      assertThat(figures).last().extracting(Figure::name).isEqualTo("ledger checked");
      assertThat(figures).allSatisfy(each -> assertThat(wrong(each)).isZero());
      assertThat(Report.json(SetUp.here(), figures)).startsWith("{\"utc\":").endsWith("]}");
    }
  }

  @Test
  void aCapIsNotOverspentByMoreThanWhatRunsAtOnce() throws Exception {
    var _ = Needs.python();
    try (var platform = new InProcessPlatform(folder.resolve("data"))) {
      assertThat(only(new CapBenchmark(platform, folder)).p50()).isZero();
    }
  }

  @Test
  void callsFromZeroAreAnsweredAndInTheLedger() throws Exception {
    var _ = Needs.python();
    try (var platform = new InProcessPlatform(folder.resolve("data"), Duration.ZERO)) {
      List<Figure> figures = new FromZeroBenchmark(platform, folder).run(Size.SMOKE);
      assertThat(figures).allSatisfy(each -> assertThat(wrong(each)).isZero());
    }
  }

  @Test
  void openConnectionsAreAnsweredAndLeaveCallsAlone() throws Exception {
    var _ = Needs.python();
    try (var platform = new InProcessPlatform(folder.resolve("data"))) {
      assertThat(new ConnectionsBenchmark(platform, folder).run(Size.SMOKE))
          .extracting(Figure::hash)
          .containsExactly("", "20", "");
    }
  }

  @Test
  void aShortDayIsSoakedThroughAndAllOfItIsCounted() throws Exception {
    var _ = Needs.python();
    Path data = folder.resolve("data");
    try (var platform = new InProcessPlatform(data, Duration.ofMillis(100))) {
      List<Figure> figures = new SoakBenchmark(platform, data, folder).run(Size.SMOKE);
      assertThat(figures).hasSize(7);
      assertThat(wrong(figures.getLast())).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"bubblewrap,bwrap", "runc,runc"})
  void anImageIsDeployedAndAnswers(String isolation, String program) throws Exception {
    var _ = Needs.python();
    var _ = Needs.program("bash");
    var _ = Needs.program(program);
    try (var platform = new InProcessPlatform(folder.resolve("data"))) {
      Path home = Path.of("..").toAbsolutePath().normalize();
      Path images = folder.resolve("image");
      assertThat(new ImageBenchmark(home, platform, images, List.of(isolation)).run(Size.SMOKE))
          .extracting(Figure::name)
          .contains("first call of an image, " + isolation);
    }
  }

  private static double wrong(Figure figure) {
    return figure.more().getOrDefault("wrong", 0.0);
  }

  private static Figure only(Benchmark benchmark) throws Exception {
    List<Figure> figures = benchmark.run(Size.SMOKE);
    assertThat(figures).hasSize(1);
    return figures.getFirst();
  }

  @Test
  void countsAndTracesTheSameCallsTwice() {
    assertThat(new TelemetryBenchmark().run(Size.SMOKE).stream().map(Figure::hash).toList())
        .isEqualTo(new TelemetryBenchmark().run(Size.SMOKE).stream().map(Figure::hash).toList());
  }
}
