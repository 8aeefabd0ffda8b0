package dev.perigee.ledger;

import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import java.util.TreeMap;

/// Tells what is new in a ledger that grows: each entry when it is written, again when it is
/// settled, and each window. `LedgerReader` answers for a whole ledger at one instant; this one
/// goes on for as long as blocks come, and keeps only what is open.
public final class LedgerFollower {

  /// Gets the news, in the order of the blocks.
  public interface Listener {
    void written(LedgerEntry entry);

    /// The final figures of an entry that was written as provisional.
    void settled(LedgerEntry provisional, LedgerEntry settled);

    void closed(NodeWindow window);
  }

  private final Listener listener;
  private final TreeMap<String, WriterView> writers = new TreeMap<>();

  public LedgerFollower(Listener listener) {
    this.listener = listener;
  }

  public void accept(LedgerBlock block) {
    WriterView view = writers.computeIfAbsent(block.writer(), writer -> new WriterView());
    switch (block) {
      case LedgerBlock.Entries entries -> {
        var _ = view.add(entries, listener::written);
      }
      case LedgerBlock.Settlements settlements -> settlements.rows().forEach(view::propose);
      case LedgerBlock.Windows windows -> {
        windows.rows().forEach(listener::closed);
        view.commit().forEach(this::tell);
      }
    }
  }

  private void tell(WriterView.Settled settled) {
    if (settled.provisional().isPresent() && settled.entry().isPresent()) {
      listener.settled(settled.provisional().get(), settled.entry().get());
    }
  }
}
