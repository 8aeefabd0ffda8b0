package dev.perigee.fabric.journal;

import dev.perigee.fabric.FabricException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Idle reading connections. A reader holds its view of the store only for one chunk, so that a
/// slow consumer never keeps the write-ahead log from being folded back.
final class Readers implements AutoCloseable {
  private static final int CHUNK_RECORDS = 1024;
  private static final int MAX_IDLE = 4;

  /// To step over this many records costs as much as to look for one.
  private static final long DENSE = 3;

  private static final String SELECT = "SELECT " + Database.COLUMNS + " FROM journal WHERE offset ";
  private static final String SELECT_ONE = SELECT + "= ?";
  private static final String SELECT_BETWEEN = SELECT + ">= ? AND offset <= ? ORDER BY offset";
  private static final String SELECT_RANGE =
      SELECT + ">= ? AND offset < ? ORDER BY offset LIMIT " + CHUNK_RECORDS;

  private final Path file;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private boolean closed;

  Readers(Path file) {
    this.file = file;
  }

  void read(long from, long to, Consumer<JournalRecord> consumer) {
    long at = from;
    while (at < to) {
      long first = at;
      List<JournalRecord> chunk =
          use("reading records from offset " + at, c -> chunk(c, first, to));
      chunk.forEach(consumer);
      at = chunk.size() < CHUNK_RECORDS ? to : chunk.getLast().offset() + 1;
    }
  }

  void read(Set<String> kinds, long to, Consumer<JournalRecord> consumer) {
    long[] offsets = use("reading which records there are", c -> offsets(c, kinds, to));
    for (int i = 0; i < offsets.length; i += CHUNK_RECORDS) {
      long[] some = Arrays.copyOfRange(offsets, i, Math.min(offsets.length, i + CHUNK_RECORDS));
      use("reading records of some kinds", c -> at(c, some, kinds)).forEach(consumer);
    }
  }

  private interface Query<T> {
    T of(Connection connection) throws SQLException;
  }

  private <T> T use(String what, Query<T> query) {
    requireOpen();
    try {
      Connection c = borrow();
      T result;
      try {
        result = query.of(c);
      } catch (SQLException | RuntimeException e) {
        c.close();
        throw e;
      }
      giveBack(c);
      return result;
    } catch (SQLException e) {
      throw SqliteFailure.of(file, what, e);
    }
  }

  /// The records and the gaps between them are of one moment.
  private List<JournalRecord> chunk(Connection c, long from, long to) throws SQLException {
    try (Statement control = c.createStatement()) {
      control.execute("BEGIN");
      List<JournalRecord> records = select(c, from, to);
      long end = records.size() < CHUNK_RECORDS ? to : records.getLast().offset() + 1;
      requireAll(records.size() + new Gaps(c).count(from, end), from, end);
      control.execute("COMMIT");
      return records;
    }
  }

  private List<JournalRecord> select(Connection c, long from, long to) throws SQLException {
    List<JournalRecord> records = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(SELECT_RANGE)) {
      s.setLong(1, from);
      s.setLong(2, to);
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          records.add(Database.record(rows));
        }
      }
    }
    return records;
  }

  private void requireAll(long found, long from, long to) {
    if (found != to - from) {
      throw SqliteFailure.damaged(
          file,
          "%d of the records %d to %d are gone".formatted(to - from - found, from, to - 1),
          new SQLException("rows missing"));
    }
  }

  private static long[] offsets(Connection c, Set<String> kinds, long to) throws SQLException {
    LongStream.Builder found = LongStream.builder();
    try (PreparedStatement s =
        c.prepareStatement("SELECT offset FROM journal WHERE kind = ? AND offset < ?")) {
      for (String kind : kinds) {
        s.setString(1, kind);
        s.setLong(2, to);
        try (ResultSet rows = s.executeQuery()) {
          while (rows.next()) {
            found.add(rows.getLong(1));
          }
        }
      }
    }
    return found.build().sorted().toArray();
  }

  /// Those that are still there.
  private static List<JournalRecord> at(Connection c, long[] offsets, Set<String> kinds)
      throws SQLException {
    long first = offsets[0];
    long last = offsets[offsets.length - 1];
    return last - first < DENSE * offsets.length
        ? between(c, first, last, kinds)
        : each(c, offsets);
  }

  private static List<JournalRecord> between(Connection c, long first, long last, Set<String> kinds)
      throws SQLException {
    List<JournalRecord> records = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(SELECT_BETWEEN)) {
      s.setLong(1, first);
      s.setLong(2, last);
      try (ResultSet rows = s.executeQuery()) {
        while (rows.next()) {
          if (kinds.contains(rows.getString(Database.KIND))) {
            records.add(Database.record(rows));
          }
        }
      }
    }
    return records;
  }

  private static List<JournalRecord> each(Connection c, long[] offsets) throws SQLException {
    List<JournalRecord> records = new ArrayList<>(offsets.length);
    try (PreparedStatement s = c.prepareStatement(SELECT_ONE)) {
      for (long offset : offsets) {
        s.setLong(1, offset);
        try (ResultSet row = s.executeQuery()) {
          if (row.next()) {
            records.add(Database.record(row));
          }
        }
      }
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
