package dev.perigee.ledger;

import java.util.List;

/// What reading a ledger gave besides its entries.
///
/// @param nodes totals per node, by name
/// @param missing entries whose sequence numbers are skipped between two blocks: a segment is not
///   there
/// @param repeated rows that came twice and were counted once
public record LedgerReading(List<NodeTotal> nodes, long missing, long repeated) {
  public LedgerReading {
    nodes = List.copyOf(nodes);
  }
}
