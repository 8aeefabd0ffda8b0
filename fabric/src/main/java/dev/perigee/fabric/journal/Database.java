package dev.perigee.fabric.journal;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.JDBC;

/// The form of the journal's file and how it is opened.
final class Database {
  /// "PGJ1": tells our files from others.
  static final int APPLICATION_ID = 0x50474a31;

  /// The form of the tables; the payloads have versions of their own. Version 1 had no gaps and
  /// could not be read by kind: opening a file adds both.
  static final int SCHEMA_VERSION = 2;

  /// Place of the kind among the columns.
  static final int KIND = 3;

  static final String COLUMNS = "offset, version, kind, tenant, utc_ns, payload, crc32c";

  private Database() {}

  /// `synchronous=FULL` makes each commit wait for the fsync of the write-ahead log.
  static Connection writer(Path file, JournalOptions options) throws SQLException {
    Connection c = open(file);
    try (Statement s = c.createStatement()) {
      s.execute("PRAGMA journal_mode=WAL");
      s.execute("PRAGMA synchronous=FULL");
      s.execute("PRAGMA journal_size_limit=67108864");
      if (options.maxPages() > 0) {
        s.execute("PRAGMA max_page_count=" + options.maxPages());
      }
    }
    return c;
  }

  static Connection reader(Path file) throws SQLException {
    Connection c = open(file);
    try (Statement s = c.createStatement()) {
      s.execute("PRAGMA query_only=ON");
    }
    return c;
  }

  /// What is read is one moment's, and never kept from going on.
  static Connection copier(Path file) throws SQLException {
    return open(file);
  }

  private static Connection open(Path file) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("busy_timeout", "5000");
    return JDBC.createConnection("jdbc:sqlite:" + file, properties);
  }

  static void createTables(Connection c, Path file) throws SQLException {
    requireOurs(c, file);
    if (number(c, "PRAGMA user_version") == SCHEMA_VERSION) {
      return;
    }
    try (Statement s = c.createStatement()) {
      s.execute("BEGIN IMMEDIATE");
      s.execute("PRAGMA application_id=" + APPLICATION_ID);
      s.execute("PRAGMA user_version=" + SCHEMA_VERSION);
      s.execute(table("journal", "offset INTEGER PRIMARY KEY"));
      s.execute(table("cut_off", "offset INTEGER"));
      s.execute(Gaps.TABLE);
      s.execute("CREATE INDEX IF NOT EXISTS gap_end ON gap (to_offset)");
      s.execute("CREATE INDEX IF NOT EXISTS journal_kind ON journal (kind)");
      s.execute(
          "CREATE TABLE IF NOT EXISTS release"
              + " (version INTEGER PRIMARY KEY, name TEXT NOT NULL)");
      s.execute("COMMIT");
    }
  }

  private static String table(String name, String key) {
    return "CREATE TABLE IF NOT EXISTS "
        + name
        + " ("
        + key
        + ", version INTEGER NOT NULL, kind TEXT NOT NULL, tenant TEXT NOT NULL,"
        + " utc_ns INTEGER NOT NULL, payload BLOB NOT NULL, crc32c INTEGER NOT NULL)";
  }

  private static void requireOurs(Connection c, Path file) throws SQLException {
    long schema = number(c, "PRAGMA user_version");
    if (schema > SCHEMA_VERSION) {
      throw new FabricException(
          Reason.NEWER_VERSION,
          "%s has tables of version %d, this release knows up to %d: start the release that wrote it"
              .formatted(file, schema, SCHEMA_VERSION));
    }
    long id = number(c, "PRAGMA application_id");
    if (id != APPLICATION_ID && id != 0) {
      throw new FabricException(
          Reason.REFUSED, file + " is not a journal of Perigee: choose another folder");
    }
  }

  static long number(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      return r.next() ? r.getLong(1) : 0;
    }
  }

  static void bind(PreparedStatement s, JournalRecord r) throws SQLException {
    s.setLong(1, r.offset());
    s.setInt(2, r.version());
    s.setString(3, r.kind());
    s.setString(4, r.tenant());
    s.setLong(5, r.utcNs());
    s.setBytes(6, r.payload());
    s.setLong(7, RecordChecksum.of(r));
  }

  /// The record in the current row; throws `DAMAGED` if it is not what was written.
  static JournalRecord record(ResultSet row) throws SQLException {
    long offset = row.getLong(1);
    byte[] payload = row.getBytes(6);
    String kind = row.getString(KIND);
    String tenant = row.getString(4);
    if (payload == null || kind == null || tenant == null || kind.isEmpty() || tenant.isEmpty()) {
      throw damaged(offset);
    }
    int version = Math.max(1, row.getInt(2));
    JournalRecord r = new JournalRecord(offset, version, kind, tenant, row.getLong(5), payload);
    if (RecordChecksum.of(r) != row.getLong(7)) {
      throw damaged(offset);
    }
    return r;
  }

  private static FabricException damaged(long offset) {
    return new FabricException(
        Reason.DAMAGED, "the checksum of journal record %d does not fit".formatted(offset));
  }
}
