package dev.perigee.platform.caps;

import dev.perigee.ledger.LedgerFollower;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Tells the gates what the ledgers say.
///
/// @param gates hands the gates that an entry concerns to whoever wants them
record CapFollower(BiConsumer<LedgerEntry, Consumer<CapGate>> gates)
    implements LedgerFollower.Listener {

  @Override
  public void written(LedgerEntry entry) {
    gates.accept(entry, gate -> gate.written(entry));
  }

  @Override
  public void settled(LedgerEntry provisional, LedgerEntry settled) {
    gates.accept(settled, gate -> gate.settled(provisional, settled));
  }

  @Override
  public void closed(NodeWindow window) {}
}
