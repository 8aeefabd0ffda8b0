package dev.perigee.cli.live;

import dev.perigee.fabric.segment.SegmentOptions;
import dev.perigee.ledger.Settlement;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import dev.perigee.world.Clock;
import dev.perigee.world.node.NodePort.LedgerPage;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// The ledger of invocations that were refused before any node had them: they cost nothing and are
/// settled at once.
final class ThrottleLedger implements AutoCloseable {
  static final String WRITER = "gateway";

  private final Clock clock;
  private final OpenLedger ledger;

  ThrottleLedger(Path folder, Clock clock, SegmentOptions segments, Consumer<String> report) {
    this.clock = clock;
    this.ledger = OpenLedger.open(folder, WRITER, clock, segments, report);
  }

  void add(UUID invocationId, FunctionSpec function, long bytesIn) {
    LedgerEntry refused = LedgerEntry.throttled(invocationId, function, "", clock.utcNs(), bytesIn);
    var _ = ledger.ledger().append(refused);
  }

  /// Adds an entry that its node had no time to write. It is settled as it was answered, with a
  /// window of its own: the node's meter has not counted it.
  void add(LedgerEntry entry) {
    long sequence = ledger.ledger().append(entry);
    if (!entry.settled()) {
      long microJ = entry.energy().totalMicroJ();
      long endUtcNs = entry.startedUtcNs() + Math.max(0, entry.phases().handlerNs());
      ledger
          .ledger()
          .close(
              new NodeWindow(entry.node(), entry.startedUtcNs(), endUtcNs, microJ, microJ, 0, 0),
              List.of(
                  new Settlement(
                      sequence,
                      entry.node(),
                      endUtcNs,
                      entry.energy(),
                      entry.carbon().operationNanoGramsCo2e())));
    }
  }

  void flush() {
    ledger.ledger().flush();
  }

  void deleteOlderThan(long utcNs) {
    var _ = ledger.store().deleteOlderThan(utcNs, Long.MAX_VALUE);
  }

  LedgerPage read(long offsetBytes, int bytesMax) {
    return ledger.ledger().read(offsetBytes, bytesMax);
  }

  @Override
  public void close() {
    flush();
    ledger.store().close();
  }
}
