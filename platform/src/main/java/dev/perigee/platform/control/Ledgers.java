package dev.perigee.platform.control;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads the ledgers of all nodes. Thread-safe.
public interface Ledgers {

  /// Writes `{"entries": [..], "nodes": [..]}`; all of it is taken at one instant.
  void writeJson(Query query, Appendable out) throws IOException;

  /// Writes the entries as CSV with a header line.
  void writeCsv(Query query, Appendable out) throws IOException;

  /// Writes `{"rows": [..]}`.
  ///
  /// @param by `function`, `tenant`, `node` or `hour`
  void writeRollup(String by, Query query, Appendable out) throws IOException;

  /// @param tenant only this tenant's entries
  record Query(String tenant, Optional<String> function, OptionalLong sinceUtcNs) {}
}
