package dev.perigee.platform.control;

import dev.perigee.ledger.LedgerFollower;
import dev.perigee.ledger.digest.LedgerDigest;
import dev.perigee.model.ledger.LedgerEntry;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/// Reads the ledgers of all nodes. Thread-safe.
public interface Ledgers {

  /// Writes `{"entries": [..], "nodes": [..]}`; all of it is taken at one instant.
  void writeJson(Query query, Appendable out) throws IOException;

  /// Writes the entries as CSV with a header line.
  void writeCsv(Query query, Appendable out) throws IOException;

  /// Writes `{"rows": [..]}`. By tenant there is a row of the platform's own work, unless the query
  /// names a function.
  ///
  /// @param by `function`, `tenant`, `node` or `hour`
  void writeRollupJson(String by, Query query, Appendable out) throws IOException;

  /// Writes the same rows as CSV with a header line.
  void writeRollupCsv(String by, Query query, Appendable out) throws IOException;

  /// Hands out the entries of one instant.
  void read(Query query, Consumer<LedgerEntry> sink);

  /// Asks what the ledgers come to, up to now. One question at a time: it must be short and keep
  /// nothing of the digest.
  <T> T ask(Function<LedgerDigest, T> question);

  /// The ledgers from their beginning, for somebody who keeps up with them.
  Tail tail(LedgerFollower.Listener listener);

  /// A place in all ledgers.
  interface Tail {
    /// Tells the listener all that was added since the last time, and returns then.
    void catchUp();
  }

  /// @param tenant only this tenant's entries
  record Query(String tenant, Optional<String> function, OptionalLong sinceUtcNs) {
    /// Whether nothing of the tenant's is left out.
    public boolean isAll() {
      return function.isEmpty() && sinceUtcNs.isEmpty();
    }
  }
}
