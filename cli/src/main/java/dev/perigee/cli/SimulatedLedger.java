package dev.perigee.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.ledger.NodeTotal;
import dev.perigee.ledger.text.LedgerJson;
import dev.perigee.model.ledger.NodeWindow;
import dev.perigee.simulator.SimulationResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/// The ledger of a simulation as a file, in the form of the live one.
final class SimulatedLedger {
  private SimulatedLedger() {}

  static void write(SimulationResult result, Path file) {
    try (Writer out = Files.newBufferedWriter(file, UTF_8)) {
      LedgerJson json = LedgerJson.begin(out);
      result.entries().forEach(json);
      json.end(totals(result.windows()));
    } catch (IOException | UncheckedIOException e) {
      throw new VerbException(
          "can't write the ledger to %s: %s; choose another file with --ledger".formatted(file, e),
          e);
    }
  }

  private static List<NodeTotal> totals(List<NodeWindow> windows) {
    TreeMap<String, NodeTotal> totals = new TreeMap<>();
    for (NodeWindow window : windows) {
      totals.merge(window.node(), total(window), SimulatedLedger::plus);
    }
    return List.copyOf(totals.values());
  }

  private static NodeTotal total(NodeWindow window) {
    return new NodeTotal(
        window.node(),
        window.fromUtcNs(),
        window.toUtcNs(),
        window.energyMicroJ(),
        window.attributedMicroJ(),
        window.unattributedMicroJ(),
        window.platformMicroJ());
  }

  private static NodeTotal plus(NodeTotal a, NodeTotal b) {
    return new NodeTotal(
        a.node(),
        Math.min(a.fromUtcNs(), b.fromUtcNs()),
        Math.max(a.toUtcNs(), b.toUtcNs()),
        Math.addExact(a.energyMicroJ(), b.energyMicroJ()),
        Math.addExact(a.attributedMicroJ(), b.attributedMicroJ()),
        Math.addExact(a.unattributedMicroJ(), b.unattributedMicroJ()),
        Math.addExact(a.platformMicroJ(), b.platformMicroJ()));
  }
}
