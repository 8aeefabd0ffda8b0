package dev.perigee.ledger;

import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import java.util.List;

/// What one block of a segment holds. Every block names its writer, so that copies of several
/// nodes' ledgers can be read together.
public sealed interface LedgerBlock {

  String writer();

  /// Entries in the order of their sequence numbers: the first has `firstSequence`, each next one
  /// more.
  record Entries(String writer, long firstSequence, List<LedgerEntry> rows) implements LedgerBlock {
    public Entries {
      rows = List.copyOf(rows);
    }
  }

  /// Final figures, waiting for the next `Windows` block of the same writer.
  record Settlements(String writer, List<Settlement> rows) implements LedgerBlock {
    public Settlements {
      rows = List.copyOf(rows);
    }
  }

  /// Closed windows. The block makes all settlements before it valid.
  record Windows(String writer, List<NodeWindow> rows) implements LedgerBlock {
    public Windows {
      rows = List.copyOf(rows);
    }
  }
}
