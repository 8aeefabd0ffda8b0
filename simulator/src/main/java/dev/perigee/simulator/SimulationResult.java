package dev.perigee.simulator;

import dev.perigee.ledger.NodeTotal;
import dev.perigee.ledger.text.LedgerJson;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What came of a scenario.
///
/// @param hash of the ledger, in hex: equal for equal bytes
/// @param seed that the run had
/// @param entries one per invocation that was run or throttled, in the order in which they ended
/// @param windows closed metering windows, in the order in which they were closed
/// @param goneCount invocations of functions that did not exist: they leave no entry
public record SimulationResult(
    String hash,
    long seed,
    List<LedgerEntry> entries,
    List<NodeWindow> windows,
    int goneCount,
    long planCount) {

  public SimulationResult {
    entries = List.copyOf(entries);
    windows = List.copyOf(windows);
  }

  public long invocations() {
    return entries.size();
  }

  /// Energy of all invocations.
  public long energyMicroJ() {
    long sum = 0;
    for (LedgerEntry entry : entries) {
      sum = Math.addExact(sum, entry.energy().totalMicroJ());
    }
    return sum;
  }

  public long carbonNanoGramsCo2e() {
    long sum = 0;
    for (LedgerEntry entry : entries) {
      sum = Math.addExact(sum, entry.carbon().totalNanoGramsCo2e());
    }
    return sum;
  }

  public long costPicoUsd() {
    long sum = 0;
    for (LedgerEntry entry : entries) {
      sum = Math.addExact(sum, entry.money().totalPicoUsd());
    }
    return sum;
  }

  /// The ledger in the form of `perigee ledger --output json`.
  public void writeJson(Appendable out) {
    LedgerJson json = LedgerJson.begin(out);
    entries.forEach(json);
    json.end(nodeTotals());
  }

  /// Energy per node over all its windows, by name.
  public List<NodeTotal> nodeTotals() {
    SortedMap<String, List<NodeWindow>> byNode = new TreeMap<>();
    for (NodeWindow window : windows) {
      byNode.computeIfAbsent(window.node(), _ -> new ArrayList<>()).add(window);
    }
    List<NodeTotal> totals = new ArrayList<>();
    byNode.forEach((node, rows) -> totals.add(total(node, rows)));
    return totals;
  }

  private static NodeTotal total(String node, List<NodeWindow> rows) {
    long energyMicroJ = 0;
    long attributedMicroJ = 0;
    long platformMicroJ = 0;
    for (NodeWindow row : rows) {
      energyMicroJ = Math.addExact(energyMicroJ, row.energyMicroJ());
      attributedMicroJ = Math.addExact(attributedMicroJ, row.attributedMicroJ());
      platformMicroJ = Math.addExact(platformMicroJ, row.platformMicroJ());
    }
    return new NodeTotal(
        node,
        rows.getFirst().fromUtcNs(),
        rows.getLast().toUtcNs(),
        energyMicroJ,
        attributedMicroJ,
        energyMicroJ - attributedMicroJ,
        platformMicroJ);
  }
}
