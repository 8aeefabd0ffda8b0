package dev.perigee.fabric.journal;

import dev.perigee.fabric.FabricException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Idle reading connections. A reader holds its view of the store only for one chunk, so that a
/// slow consumer never keeps the write-ahead log from being folded back.
final class Readers implements AutoCloseable {
  private static final int CHUNK_RECORDS = 1024;
  private static final int MAX_IDLE = 4;

  private final Path file;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private boolean closed;

  Readers(Path file) {
    this.file = file;
  }

  void read(long from, long to, Consumer<JournalRecord> consumer) {
    requireOpen();
    for (long at = from; at < to; at += CHUNK_RECORDS) {
      chunk(at, Math.min(to, at + CHUNK_RECORDS)).forEach(consumer);
    }
  }

  private List<JournalRecord> chunk(long from, long to) {
    try {
      Connection c = borrow();
      List<JournalRecord> records;
      try {
        records = select(c, from, to);
      } catch (SQLException | RuntimeException e) {
        c.close();
        throw e;
      }
      giveBack(c);
      return records;
    } catch (SQLException e) {
      throw SqliteFailure.of(file, "reading records from offset " + from, e);
    }
  }

  private List<JournalRecord> select(Connection c, long from, long to) throws SQLException {
    List<JournalRecord> records = new ArrayList<>((int) (to - from));
    try (PreparedStatement s =
        c.prepareStatement(
            "SELECT "
                + Database.COLUMNS
                + " FROM journal WHERE offset >= ? AND offset < ? ORDER BY offset")) {
      s.setLong(1, from);
      s.setLong(2, to);
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          records.add(Database.record(rows));
        }
      }
    }
    if (records.size() != to - from) {
      throw SqliteFailure.damaged(
          file,
          "%d of the records %d to %d are gone".formatted(to - from - records.size(), from, to - 1),
          new SQLException("rows missing"));
    }
    return records;
  }

  private Connection borrow() throws SQLException {
    Connection kept = poll();
    return kept == null ? Database.reader(file) : kept;
  }

  private synchronized @Nullable Connection poll() {
    return idle.poll();
  }

  private void giveBack(Connection c) throws SQLException {
    if (!keep(c)) {
      c.close();
    }
  }

  private synchronized boolean keep(Connection c) {
    return !closed && idle.size() < MAX_IDLE && idle.add(c);
  }

  private synchronized void requireOpen() {
    if (closed) {
      throw Drafts.closed();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      for (Connection c = idle.poll(); c != null; c = idle.poll()) {
        c.close();
      }
    } catch (SQLException e) {
      throw new FabricException(
          FabricException.Reason.IO, "can't close a reader of " + file + ": " + e.getMessage(), e);
    }
  }
}
