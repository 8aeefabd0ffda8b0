package dev.perigee.fabric.journal;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.function.Consumer;

/// What is checked before a journal is used, and what happens to what does not fit: a damaged end
/// is cut off, kept aside and told; damage before intact records refuses to start, because what
/// came after it was acknowledged on top of it.
final class Recovery {
  private final Path file;
  private final Consumer<String> report;

  Recovery(Path file, Consumer<String> report) {
    this.file = file;
    this.report = report;
  }

  void checkWal() {
    WalTail tail = inspectWal();
    if (tail.isHole()) {
      throw new FabricException(
          Reason.DAMAGED,
          ("the journal %s-wal is damaged behind frame %d: %d acknowledged commits (%d frames)"
                  + " follow the damage. Put back a copy of the folder; or, to start without them,"
                  + " move %s-wal away (this also loses the %d good frames before)")
              .formatted(
                  file,
                  tail.goodFrames(),
                  tail.lostCommits(),
                  tail.lostFrames(),
                  file,
                  tail.goodFrames()));
    }
    if (tail.lostFrames() > 0) {
      report.accept(
          "journal %s: cut off a torn commit of %d pages that was never acknowledged, behind %d good ones"
              .formatted(file, tail.lostFrames(), tail.goodFrames()));
    }
  }

  private WalTail inspectWal() {
    Path wal = file.resolveSibling(file.getFileName() + "-wal");
    try {
      return WalTail.inspect(wal);
    } catch (IOException e) {
      throw new FabricException(Reason.IO, "can't read %s: %s".formatted(wal, e.getMessage()), e);
    }
  }

  void checkStructure(Connection c) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery("PRAGMA quick_check(1)")) {
      String verdict = r.next() ? r.getString(1) : "no verdict";
      if (!"ok".equals(verdict)) {
        throw SqliteFailure.damaged(file, verdict.replace('\n', ' '), new SQLException(verdict));
      }
    }
  }

  /// Reads every record.
  ///
  /// @return the next offset
  long checkRecords(Connection c) throws SQLException {
    long next = 0;
    long firstBad = -1;
    Gaps gaps = new Gaps(c);
    Map<Long, Long> replaced = gaps.all();
    try (Statement s = c.createStatement();
        ResultSet rows =
            s.executeQuery("SELECT " + Database.COLUMNS + " FROM journal ORDER BY offset")) {
      while (rows.next()) {
        long offset = rows.getLong(1);
        next = replaced.getOrDefault(next, next);
        boolean intact = offset == next && isIntact(c, rows);
        if (intact && firstBad >= 0) {
          throw damagedInside(firstBad, offset);
        }
        if (offset != next) {
          throw damagedInside(next, offset);
        }
        firstBad = intact || firstBad >= 0 ? firstBad : offset;
        next++;
      }
    }
    long end = firstBad < 0 ? next : cut(c, firstBad, next);
    gaps.closeFrom(end);
    return end;
  }

  private boolean isIntact(Connection c, ResultSet row) throws SQLException {
    requireKnown(c, row);
    try {
      var _ = Database.record(row);
      return true;
    } catch (FabricException e) {
      if (e.reason() != Reason.DAMAGED) {
        throw e;
      }
      return false;
    }
  }

  /// Comes before the checksum: a newer release may compute another one, and what it acknowledged
  /// must not be taken for a damaged tail.
  private void requireKnown(Connection c, ResultSet row) throws SQLException {
    int version = row.getInt(2);
    if (version > JournalRecord.VERSION) {
      throw new FabricException(
          Reason.NEWER_VERSION,
          ("journal %s: record %d (%s) has version %d, this release reads up to %d: start Perigee"
                  + " %s or newer, or choose another folder; nothing was changed")
              .formatted(
                  file,
                  row.getLong(1),
                  row.getString(3),
                  version,
                  JournalRecord.VERSION,
                  releaseOf(c, version)));
    }
  }

  private static String releaseOf(Connection c, int version) throws SQLException {
    try (PreparedStatement s = c.prepareStatement("SELECT name FROM release WHERE version = ?")) {
      s.setInt(1, version);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? r.getString(1) : "of record version " + version;
      }
    }
  }

  private FabricException damagedInside(long bad, long intact) {
    return new FabricException(
        Reason.DAMAGED,
        ("journal %s: record %d is damaged or missing, and record %d behind it is there. Put back a"
             + " copy of the folder; or, to start without the records from %d on, run: sqlite3 %s"
             + " 'DELETE FROM journal WHERE offset >= %d'")
            .formatted(file, bad, intact, bad, file, bad));
  }

  private long cut(Connection c, long from, long next) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute("BEGIN IMMEDIATE");
      s.execute("INSERT INTO cut_off SELECT * FROM journal WHERE offset >= " + from);
      s.execute("DELETE FROM journal WHERE offset >= " + from);
      s.execute("COMMIT");
    }
    report.accept(
        ("journal %s: cut off %d damaged records at the end, offsets %d to %d; "
                + "what is left of them is in its table cut_off")
            .formatted(file, next - from, from, next - 1));
    return from;
  }
}
