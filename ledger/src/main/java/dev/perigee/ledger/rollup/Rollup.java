package dev.perigee.ledger.rollup;

import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Adds entries up as they come. Not safe for threads: give each its own and merge them.
public final class Rollup implements Consumer<LedgerEntry> {
  private final RollupKey by;
  private final TreeMap<String, RollupSum> sums = new TreeMap<>();

  public Rollup(RollupKey by) {
    this.by = by;
  }

  @Override
  public void accept(LedgerEntry entry) {
    sum(by.of(entry)).add(entry);
  }

  /// Adds the platform's own work in a window where lines are tenants: it is one of them, though
  /// none of its entries is an invocation. It pays nobody.
  public void addOwnWork(NodeWindow window, long carbonNanoGramsCo2e) {
    if (by == RollupKey.TENANT && window.platformMicroJ() > 0) {
      sum(RollupKey.TENANT_PLATFORM).addWork(window.platformMicroJ(), carbonNanoGramsCo2e);
    }
  }

  /// Replaces the energy and carbon that a provisional entry was counted with by those of the
  /// settled one.
  public void settle(LedgerEntry provisional, LedgerEntry settled) {
    sum(by.of(settled)).settle(provisional, settled);
  }

  /// Adds what another roll-up by the same key counted.
  public void merge(Rollup other) {
    if (other.by != by) {
      throw new IllegalArgumentException(
          "a roll-up by " + other.by + " can't be merged into one by " + by);
    }
    other.sums.forEach((key, theirs) -> sum(key).add(theirs));
  }

  /// The lines, by key.
  public List<RollupRow> rows() {
    List<RollupRow> rows = new ArrayList<>(sums.size());
    sums.forEach((key, sum) -> rows.add(sum.row(key)));
    return rows;
  }

  private RollupSum sum(String key) {
    return sums.computeIfAbsent(key, fresh -> new RollupSum());
  }
}
