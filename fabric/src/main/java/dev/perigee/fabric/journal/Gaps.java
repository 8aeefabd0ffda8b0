package dev.perigee.fabric.journal;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The offsets whose records were replaced, as runs that never touch each other: any other offset
/// without a record is damage.
final class Gaps {
  static final String TABLE =
      "CREATE TABLE IF NOT EXISTS gap (from_offset INTEGER PRIMARY KEY, to_offset INTEGER NOT"
          + " NULL)";

  private final Connection connection;

  Gaps(Connection connection) {
    this.connection = connection;
  }

  /// Runs by their first offset, each up to the offset behind its last.
  Map<Long, Long> all() throws SQLException {
    Map<Long, Long> runs = new TreeMap<>();
    try (Statement s = connection.createStatement();
        ResultSet rows = s.executeQuery("SELECT from_offset, to_offset FROM gap")) {
      while (rows.next()) {
        runs.put(rows.getLong(1), rows.getLong(2));
      }
    }
    return runs;
  }

  /// How many of the offsets from `from` up to `to`, without it, have no record.
  long count(long from, long to) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(
            "SELECT COALESCE(SUM(MIN(to_offset, ?2) - MAX(from_offset, ?1)), 0)"
                + " FROM gap WHERE from_offset < ?2 AND to_offset > ?1")) {
      s.setLong(1, from);
      s.setLong(2, to);
      try (ResultSet row = s.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /// Deletes records; part of the transaction that is open.
  ///
  /// @param offsets ascending
  void open(List<Long> offsets) throws SQLException {
    int first = 0;
    for (int i = 1; i <= offsets.size(); i++) {
      if (i == offsets.size() || offsets.get(i) != offsets.get(i - 1) + 1) {
        open(offsets.get(first), offsets.get(i - 1) + 1);
        first = i;
      }
    }
  }

  private void open(long from, long to) throws SQLException {
    if (change("DELETE FROM journal WHERE offset >= ? AND offset < ?", from, to) != to - from) {
      throw new FabricException(
          Reason.REFUSED,
          "some of the records %d to %d are gone already: nothing was replaced"
              .formatted(from, to - 1));
    }
    Long before = find("SELECT from_offset FROM gap WHERE to_offset = ?", from);
    Long behind = find("SELECT to_offset FROM gap WHERE from_offset = ?", to);
    if (behind != null) {
      var _ = change("DELETE FROM gap WHERE from_offset = ? AND to_offset = ?", to, behind);
    }
    var _ =
        change(
            "INSERT OR REPLACE INTO gap (from_offset, to_offset) VALUES (?, ?)",
            before == null ? from : before,
            behind == null ? to : behind);
  }

  /// No record was ever acknowledged behind the end of the journal.
  void closeFrom(long nextOffset) throws SQLException {
    var _ = change("DELETE FROM gap WHERE from_offset >= ? AND to_offset > ?", nextOffset, 0);
  }

  private int change(String sql, long first, long second) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      s.setLong(1, first);
      s.setLong(2, second);
      return s.executeUpdate();
    }
  }

  private @Nullable Long find(String sql, long at) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      s.setLong(1, at);
      try (ResultSet row = s.executeQuery()) {
        return row.next() ? Long.valueOf(row.getLong(1)) : null;
      }
    }
  }
}
