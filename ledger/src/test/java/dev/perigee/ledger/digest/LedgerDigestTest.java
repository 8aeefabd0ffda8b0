package dev.perigee.ledger.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.perigee.ledger.LedgerBlock;
import dev.perigee.ledger.LedgerFilter;
import dev.perigee.ledger.LedgerFollower;
import dev.perigee.ledger.LedgerReader;
import dev.perigee.ledger.RandomEntries;
import dev.perigee.ledger.Settlement;
import dev.perigee.ledger.rollup.Rollup;
import dev.perigee.ledger.rollup.RollupKey;
import dev.perigee.ledger.rollup.RollupRow;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import dev.perigee.model.ledger.Phases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LedgerDigestTest {
  private static final int ENTRIES = 3_000;
  private static final long WINDOW_NS = 1_000_000_000L;

  private final LedgerDigest digest = new LedgerDigest();
  private final LedgerFollower follower = new LedgerFollower(digest);
  private final Rollup rollup = new Rollup(RollupKey.FUNCTION);
  private final List<LedgerEntry> read = new ArrayList<>();

  /// A ledger of two tenants whose first half is settled, read by the digest and by the reader.
  private void ledger(long seed) {
    List<LedgerEntry> entries = RandomEntries.list(seed, ENTRIES);
    LedgerReader reader =
        new LedgerReader(
            LedgerFilter.ALL,
            entry -> {
              rollup.accept(entry);
              read.add(entry);
            });
    for (LedgerBlock block : blocks(entries, new SplittableRandom(seed))) {
      follower.accept(block);
      reader.accept(block);
    }
    var _ = reader.finish();
  }

  private static List<LedgerBlock> blocks(List<LedgerEntry> entries, SplittableRandom random) {
    List<Settlement> settlements = new ArrayList<>();
    long attributed = 0;
    for (int i = 0; i < entries.size() / 2; i++) {
      LedgerEntry entry = entries.get(i);
      if (!entry.settled() && entry.node().equals("node-0")) {
        var energy = RandomEntries.energy(random);
        attributed += energy.totalMicroJ();
        settlements.add(new Settlement(i, "node-0", end(entries), energy, random.nextLong(9_000)));
      }
    }
    NodeWindow window = RandomEntries.window("node-0", end(entries), attributed, 5_000_000);
    return List.of(
        new LedgerBlock.Entries("w", 0, entries),
        new LedgerBlock.Settlements("w", settlements),
        new LedgerBlock.Windows("w", List.of(window)));
  }

  private static long end(List<LedgerEntry> entries) {
    return entries.getLast().startedUtcNs() + WINDOW_NS;
  }

  @Test
  void comesToTheSameSumsAsReadingTheWholeLedger() {
    ledger(1);
    for (RollupRow row : rollup.rows()) {
      boolean blue = row.key().startsWith("blue/");
      String name = blue ? row.key().substring("blue/".length()) : row.key();
      FunctionFigures figures = digest.of(blue ? "blue" : "default").functions().get(name);
      assertThat(figures)
          .as(row.key())
          .returns(row.invocations(), FunctionFigures::invocations)
          .returns(row.errors(), FunctionFigures::errors)
          .returns(row.coldStarts(), FunctionFigures::coldStarts)
          .returns(row.energyMicroJ(), FunctionFigures::energyMicroJ)
          .returns(row.carbonNanoGramsCo2e(), FunctionFigures::carbonNanoGramsCo2e)
          .returns(row.costPicoUsd(), FunctionFigures::costPicoUsd);
    }
    assertThat(digest.of("blue").functions()).hasSize(30);
  }

  @Test
  void keepsTheNewestEntriesOfATenantAsTheyAreNow() {
    ledger(2);
    List<LedgerEntry> expected =
        read.stream()
            .filter(entry -> entry.tenant().equals("default"))
            .sorted(Comparator.comparingLong(LedgerEntry::startedUtcNs).reversed())
            .limit(40)
            .toList();
    TenantDigest of = digest.of("default");
    assertThat(of.newest(40)).isEqualTo(expected);
    assertThat(of.find(expected.get(7).invocationId())).contains(expected.get(7));
    assertThat(of.newest(10_000)).hasSize(TenantDigest.NEWEST_COUNT_MAX);
    assertThat(of.newestCold(5)).hasSize(5).allMatch(LedgerEntry::coldStart);
    assertThat(digest.of("green").newest(10)).isEmpty();
  }

  @Test
  void replacesProvisionalFiguresInTheListOfTheNewest() {
    LedgerEntry entry = RandomEntries.list(3, 1).getFirst();
    LedgerEntry settled =
        entry.settle(RandomEntries.energy(new SplittableRandom(4)), entry.carbon());
    digest.written(entry);
    digest.settled(entry, settled);
    assertThat(digest.of(entry.tenant()).newest(1)).containsExactly(settled);
  }

  @Test
  void amountsOverTimeAddUpToTheSums() {
    ledger(5);
    for (Span span : Span.values()) {
      LedgerDigest.Series series = digest.byFunction("default", span, 4);
      long inRows = series.rows().stream().mapToLong(SeriesRow::totalMicroJ).sum();
      long whole =
          digest.of("default").functions().values().stream()
              .mapToLong(FunctionFigures::energyMicroJ)
              .sum();
      assertThat(inRows + series.others().totalMicroJ()).as(span.text()).isEqualTo(whole);
      assertThat(series.rows())
          .hasSize(4)
          .isSortedAccordingTo(Comparator.comparingLong(SeriesRow::totalMicroJ).reversed());
      assertThat(series.othersCount()).isEqualTo(26);
      assertThat(Arrays.stream(series.unattributedMicroJ()).sum()).isEqualTo(5_000_000);
    }
  }

  @Test
  void dropsWhatIsOlderThanTheSpan() {
    long startUtcNs = RandomEntries.START_UTC_NS;
    digest.closed(RandomEntries.window("n", startUtcNs, 7, 70));
    digest.closed(RandomEntries.window("n", startUtcNs + 3_600 * WINDOW_NS, 5, 50));
    digest.closed(RandomEntries.window("n", startUtcNs, 3, 30));
    assertThat(sumOf(Span.MINUTES_15)).isEqualTo(5);
    assertThat(sumOf(Span.HOURS_6)).isEqualTo(15);
    assertThat(digest.byNode("default", Span.MINUTES_15, 9).rows().getFirst().energyMicroJ())
        .hasSize(90)
        .endsWith(5);
  }

  private long sumOf(Span span) {
    return Arrays.stream(digest.byNode("default", span, 9).rows().getFirst().energyMicroJ()).sum();
  }

  @Test
  void measuresPowerOverTheLastTenWindowsAndNotOverLateEntries() {
    long startUtcNs = RandomEntries.START_UTC_NS;
    for (int i = 0; i < 20; i++) {
      long microJ = i < 10 ? 9_000_000 : 4_000_000;
      digest.closed(RandomEntries.window("n", startUtcNs + i * WINDOW_NS, 0, microJ));
    }
    digest.closed(RandomEntries.window("n", startUtcNs, 1_000_000_000, 0));
    assertThat(digest.powerW("n")).isEqualTo(4.0);
    assertThat(digest.powerW("other")).isZero();
  }

  @Test
  void quantilesAreTrueToTwoPerCent() {
    SplittableRandom random = new SplittableRandom(6);
    long[] ns = random.longs(5_000, 2_000, 3_000_000_000L).map(n -> n / (1 + n % 997)).toArray();
    Durations durations = new Durations();
    Arrays.stream(ns).forEach(durations::add);
    Arrays.sort(ns);
    for (double fraction : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
      long exact = Math.max(1_024, ns[(int) Math.ceil(fraction * ns.length) - 1]);
      assertThat((double) durations.quantileNs(fraction))
          .as("quantile %s", fraction)
          .isCloseTo((double) exact, withinPercentage(1.6));
    }
    assertThat(new Durations().quantileNs(0.5)).isZero();
  }

  @Test
  void mediansAreOfTheLastColdStartsEachPhaseByItself() {
    ColdStarts cold = new ColdStarts();
    for (int i = 0; i < 100; i++) {
      cold.add(new Phases(i, 100 - i, 0, 7, i % 2, 1));
    }
    // The last 64 are those from 36 to 99.
    assertThat(cold.medians()).isEqualTo(new Phases(67, 32, 0, 7, 0, 1));
    assertThat(new ColdStarts().medians()).isEqualTo(Phases.NONE);
  }
}
