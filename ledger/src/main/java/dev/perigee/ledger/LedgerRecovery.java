package dev.perigee.ledger;

import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a writer finds when it starts again on an existing ledger.
///
/// @param nextSequence number of the next entry
/// @param open entries by sequence that a crash left without their window
public record LedgerRecovery(String writer, long nextSequence, SortedMap<Long, LedgerEntry> open) {
  public LedgerRecovery {
    open = Collections.unmodifiableSortedMap(new TreeMap<>(open));
  }

  /// Settles the open entries with the energy they were given at their answer, for the meter's
  /// reading of their window died with the process. Gives the blocks to append first of all; empty
  /// when nothing is open. The window's unattributed energy is 0: what nobody used while nobody
  /// metered is not known.
  public byte[] settleAsProvisional() {
    if (open.isEmpty()) {
      return new byte[0];
    }
    TreeMap<String, List<Settlement>> byNode = new TreeMap<>();
    TreeMap<String, NodeWindow> windows = new TreeMap<>();
    open.forEach(
        (sequence, entry) -> windows.merge(entry.node(), window(entry), LedgerRecovery::joined));
    open.forEach((sequence, entry) ->
        byNode
            .computeIfAbsent(entry.node(), node -> new ArrayList<>())
            .add(settlement(sequence, entry, windows.getOrDefault(entry.node(), window(entry)))));
    LedgerBuffer buffer = new LedgerBuffer(writer, nextSequence, 1);
    windows.forEach((node, window) -> buffer.close(window, byNode.getOrDefault(node, List.of())));
    return buffer.drain();
  }

  private static Settlement settlement(long sequence, LedgerEntry entry, NodeWindow window) {
    return new Settlement(
        sequence,
        entry.node(),
        window.toUtcNs(),
        entry.energy(),
        entry.carbon().operationNanoGramsCo2e());
  }

  private static NodeWindow window(LedgerEntry entry) {
    long microJ = entry.energy().totalMicroJ();
    long endUtcNs = entry.startedUtcNs() + Math.max(0, entry.phases().handlerNs());
    return new NodeWindow(entry.node(), entry.startedUtcNs(), endUtcNs, microJ, microJ, 0, 0);
  }

  private static NodeWindow joined(NodeWindow one, NodeWindow two) {
    long microJ = Math.addExact(one.energyMicroJ(), two.energyMicroJ());
    return new NodeWindow(
        one.node(),
        Math.min(one.fromUtcNs(), two.fromUtcNs()),
        Math.max(one.toUtcNs(), two.toUtcNs()),
        microJ,
        microJ,
        0,
        0);
  }
}
