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

  /// Writes `{"rows": [..]}`. By tenant there is a row of the platform's own work, unless the query
  /// names a function.
  ///
  /// @param by `function`, `tenant`, `node` or `hour`
  void writeRollupJson(String by, Query query, Appendable out) throws IOException;

  /// Writes the same rows as CSV with a header line.
  void writeRollupCsv(String by, Query query, Appendable out) throws IOException;

  /// @param tenant only this tenant's entries
  record Query(String tenant, Optional<String> function, OptionalLong sinceUtcNs) {}
}
