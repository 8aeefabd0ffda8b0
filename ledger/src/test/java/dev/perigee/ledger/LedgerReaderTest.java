package dev.perigee.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.ledger.rollup.Rollup;
import dev.perigee.ledger.rollup.RollupKey;
import dev.perigee.ledger.rollup.RollupRow;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LedgerReaderTest {
  private static final long S = 1_000_000_000L;

  /// A ledger as a node writes it: entries in flushes, a window after some of them.
  private static final class Run {
    final LedgerBuffer buffer = new LedgerBuffer("writer", 0, 1_000_000);
    final List<LedgerBlock> blocks = new ArrayList<>();
    final List<LedgerEntry> appended = new ArrayList<>();
    private final SplittableRandom random;
    private final Map<Long, LedgerEntry> open = new HashMap<>();
    private long clockUtcNs = RandomEntries.START_UTC_NS;

    Run(long seed, int steps) {
      random = new SplittableRandom(seed);
      for (int i = 0; i < steps; i++) {
        step();
      }
    }

    private void step() {
      for (int i = random.nextInt(6); i >= 0; i--) {
        LedgerEntry entry = RandomEntries.entry(random, clockUtcNs + i);
        long sequence = buffer.append(entry);
        appended.add(entry);
        if (!entry.settled()) {
          open.put(sequence, entry);
        }
      }
      if (random.nextBoolean()) {
        clockUtcNs += S;
        closeWindow("node-0");
        closeWindow("node-1");
      }
      blocks.addAll(SegmentFormat.blocks(buffer.drain()));
    }

    private void closeWindow(String node) {
      List<Settlement> settlements = new ArrayList<>();
      long attributed = 0;
      for (long sequence : List.copyOf(open.keySet())) {
        LedgerEntry entry = open.get(sequence);
        if (entry != null && entry.node().equals(node) && random.nextInt(4) > 0) {
          open.remove(sequence);
          Energy energy = RandomEntries.energy(random);
          attributed += energy.totalMicroJ();
          settlements.add(
              new Settlement(sequence, node, clockUtcNs, energy, random.nextLong(9_000)));
        }
      }
      buffer.close(
          RandomEntries.window(node, clockUtcNs, attributed, random.nextLong(90_000)), settlements);
    }
  }

  private record View(List<LedgerEntry> entries, LedgerReading reading) {
    static View of(LedgerFilter filter, List<LedgerBlock> blocks) {
      List<LedgerEntry> entries = new ArrayList<>();
      LedgerReader reader = new LedgerReader(filter, entries::add);
      blocks.forEach(reader::accept);
      return new View(entries, reader.finish());
    }

    void assertBalanced() {
      for (NodeTotal node : reading.nodes()) {
        long settled =
            entries.stream()
                .filter(e -> e.settled() && e.node().equals(node.node()))
                .mapToLong(e -> e.energy().totalMicroJ())
                .sum();
        assertThat(node.attributedMicroJ()).isEqualTo(settled);
        assertThat(node.energyMicroJ()).isEqualTo(settled + node.unattributedMicroJ());
      }
    }
  }

  @Property(tries = 150)
  void everyPrefixIsBalancedAndComplete(
      @ForAll long seed, @ForAll @IntRange(max = 1_000) int where) {
    Run run = new Run(seed, 8);
    List<LedgerBlock> prefix = run.blocks.subList(0, where % (run.blocks.size() + 1));
    View view = View.of(LedgerFilter.ALL, prefix);
    view.assertBalanced();
    int written =
        prefix.stream()
            .mapToInt(block -> block instanceof LedgerBlock.Entries e ? e.rows().size() : 0)
            .sum();
    assertThat(view.entries()).hasSize(written);
    assertThat(view.entries()).extracting(LedgerEntry::invocationId).doesNotHaveDuplicates();
    assertThat(view.reading().missing()).isZero();
    assertThat(view.reading().repeated()).isZero();
  }

  @Property(tries = 100)
  void viewsSinceAnyTimeAreBalanced(@ForAll long seed, @ForAll @IntRange(max = 8) int seconds) {
    Run run = new Run(seed, 10);
    long since = RandomEntries.START_UTC_NS + seconds * S;
    View view = View.of(new LedgerFilter("", since), run.blocks);
    assertThat(view.entries())
        .hasSize((int) run.appended.stream().filter(e -> e.startedUtcNs() >= since).count());
    view.assertBalanced();
  }

  @Property(tries = 100)
  void viewsWithoutOldBlocksAreBalanced(
      @ForAll long seed, @ForAll @IntRange(max = 1_000) int where) {
    Run run = new Run(seed, 10);
    int from = where % run.blocks.size();
    // A segment begins with a drain, and each drain of this run begins with entries.
    while (!(run.blocks.get(from) instanceof LedgerBlock.Entries)) {
      from--;
    }
    List<LedgerBlock> kept = run.blocks.subList(from, run.blocks.size());
    View.of(LedgerFilter.ALL, kept).assertBalanced();
  }

  @Test
  void settlementWithoutItsWindowDoesNotCountYet() {
    List<LedgerBlock> blocks = SegmentFormatTest.blocks(3, 10);
    View before = View.of(LedgerFilter.ALL, blocks.subList(0, 2));
    assertThat(before.entries()).allMatch(e -> !e.settled() || e.node().isEmpty());
    assertThat(before.reading().nodes()).isEmpty();
    View after = View.of(LedgerFilter.ALL, blocks);
    assertThat(after.entries()).allMatch(LedgerEntry::settled);
  }

  @Test
  void filtersByFunctionOfOneOrAllTenants() {
    List<LedgerEntry> entries = RandomEntries.list(5, 400);
    List<LedgerBlock> blocks = List.of(new LedgerBlock.Entries("w", 0, entries));
    assertThat(View.of(new LedgerFilter("fn-3", Long.MIN_VALUE), blocks).entries())
        .isNotEmpty()
        .allMatch(e -> e.function().equals("fn-3"))
        .anyMatch(e -> e.tenant().equals("blue"))
        .anyMatch(e -> e.tenant().equals("default"));
    assertThat(View.of(new LedgerFilter("blue/fn-3", Long.MIN_VALUE), blocks).entries())
        .isNotEmpty()
        .allMatch(e -> e.tenant().equals("blue") && e.function().equals("fn-3"));
  }

  @Test
  void noticesMissingAndRepeatedBlocks() {
    List<LedgerEntry> entries = RandomEntries.list(5, 30);
    LedgerBlock first = new LedgerBlock.Entries("w", 0, entries.subList(0, 10));
    LedgerBlock third = new LedgerBlock.Entries("w", 20, entries.subList(20, 30));
    assertThat(View.of(LedgerFilter.ALL, List.of(first, third)).reading().missing()).isEqualTo(10);
    View twice = View.of(LedgerFilter.ALL, List.of(first, first));
    assertThat(twice.reading().repeated()).isEqualTo(10);
    assertThat(twice.entries()).hasSize(10);
  }

  @Property(tries = 60)
  void recoverySettlesWhatCrashLeftOpen(
      @ForAll long seed, @ForAll @IntRange(max = 1_000) int where) {
    Run run = new Run(seed, 6);
    List<LedgerBlock> blocks =
        new ArrayList<>(run.blocks.subList(0, 1 + where % run.blocks.size()));
    LedgerReader reader = new LedgerReader(LedgerFilter.ALL, entry -> {});
    blocks.forEach(reader::accept);
    LedgerRecovery recovery = reader.recovery("writer");
    blocks.addAll(SegmentFormat.blocks(recovery.settleAsProvisional()));

    View view = View.of(LedgerFilter.ALL, blocks);
    assertThat(view.entries()).allMatch(LedgerEntry::settled);
    view.assertBalanced();
    assertThat(recovery.nextSequence()).isEqualTo(view.entries().size());
  }

  @Property(tries = 60)
  void rollupsAddUpInAnyOrderAndInParts(@ForAll long seed) {
    List<LedgerEntry> entries = RandomEntries.list(seed, 120);
    for (RollupKey by : RollupKey.values()) {
      Rollup whole = new Rollup(by);
      entries.forEach(whole);
      List<LedgerEntry> shuffled = new ArrayList<>(entries);
      Collections.shuffle(shuffled, new Random(seed));
      Rollup left = new Rollup(by);
      Rollup right = new Rollup(by);
      shuffled.subList(0, 50).forEach(left);
      shuffled.subList(50, 120).forEach(right);
      left.merge(right);
      assertThat(left.rows()).isEqualTo(whole.rows());
      assertThat(whole.rows().stream().mapToLong(RollupRow::invocations).sum()).isEqualTo(120);
      assertThat(whole.rows().stream().mapToLong(RollupRow::energyMicroJ).sum())
          .isEqualTo(entries.stream().mapToLong(e -> e.energy().totalMicroJ()).sum());
    }
  }

  @Test
  void rollupTakesSettlements() {
    Run run = new Run(8, 8);
    View view = View.of(LedgerFilter.ALL, run.blocks);
    Map<Object, LedgerEntry> provisional = new HashMap<>();
    Rollup live = new Rollup(RollupKey.HOUR);
    for (LedgerEntry entry : run.appended) {
      provisional.put(entry.invocationId(), entry);
      live.accept(entry);
    }
    Rollup settled = new Rollup(RollupKey.HOUR);
    for (LedgerEntry entry : view.entries()) {
      settled.accept(entry);
      live.settle(provisional.getOrDefault(entry.invocationId(), entry), entry);
    }
    assertThat(live.rows()).isEqualTo(settled.rows());
    assertThat(live.rows().getFirst().key()).isEqualTo("2026-11-24T08:00:00.000Z");
  }

  @Test
  void refusesUnknownRollup() {
    assertThat(RollupKey.parse("hour")).isEqualTo(RollupKey.HOUR);
    assertThatThrownBy(() -> RollupKey.parse("day"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("'day'")
        .hasMessageContaining("function, tenant, node or hour");
  }
}
