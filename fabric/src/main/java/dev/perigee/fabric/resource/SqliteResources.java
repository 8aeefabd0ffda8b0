package dev.perigee.fabric.resource;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import dev.perigee.fabric.resource.ResourceId.Kind;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// The resources in `resources.db` of a data folder.
public final class SqliteResources implements Resources {
  private static final int SWEEP_MAX = 10_000;
  private static final String COLUMNS =
      "tenant, kind, name, bytes_max, count_max, ttl_s, lease_s, receives_max, dead_letters,"
          + " bytes, count, operations, created_ns";

  private final GroupCommit store;
  private final LongSupplier utcNs;
  private final SqliteItems items;
  private final SqliteMessages messages;
  private final SqliteChanges changes;

  private SqliteResources(GroupCommit store, LongSupplier utcNs, Predicate<ResourceId> watched) {
    this.store = store;
    this.utcNs = utcNs;
    this.changes = new SqliteChanges(store, watched);
    this.items = new SqliteItems(store, utcNs, changes);
    this.messages = new SqliteMessages(store, utcNs);
  }

  /// @param utcNs the clock that times to live are measured by
  /// @param watched whether changes of a resource are to be kept until they are told
  public static SqliteResources open(
      Path folder, LongSupplier utcNs, Predicate<ResourceId> watched) {
    GroupCommit store = new GroupCommit(folder.resolve("resources.db"));
    store.write(sql -> {
      createTables(sql);
      return 0;
    });
    return new SqliteResources(store, utcNs, watched);
  }

  private static void createTables(Sql sql) throws SQLException {
    sql.update(
        "CREATE TABLE IF NOT EXISTS resources (id INTEGER PRIMARY KEY, tenant TEXT NOT NULL,"
            + " kind TEXT NOT NULL, name TEXT NOT NULL, bytes_max INTEGER NOT NULL,"
            + " count_max INTEGER NOT NULL, ttl_s INTEGER NOT NULL, lease_s INTEGER NOT NULL,"
            + " receives_max INTEGER NOT NULL, dead_letters TEXT NOT NULL, bytes INTEGER NOT NULL,"
            + " count INTEGER NOT NULL, operations INTEGER NOT NULL, version INTEGER NOT NULL,"
            + " created_ns INTEGER NOT NULL, UNIQUE (tenant, kind, name))");
    sql.update(
        "CREATE TABLE IF NOT EXISTS items (resource INTEGER NOT NULL, key TEXT NOT NULL, value BLOB"
            + " NOT NULL, content_type TEXT NOT NULL, version INTEGER NOT NULL, utc_ns INTEGER NOT"
            + " NULL, expires_ns INTEGER NOT NULL, PRIMARY KEY (resource, key))");
    sql.update(
        "CREATE INDEX IF NOT EXISTS items_expiry ON items (expires_ns) WHERE expires_ns < "
            + Long.MAX_VALUE);
    sql.update(
        "CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY AUTOINCREMENT,"
            + " resource INTEGER NOT NULL, body TEXT NOT NULL, bytes INTEGER NOT NULL,"
            + " sent_ns INTEGER NOT NULL, visible_ns INTEGER NOT NULL, expires_ns INTEGER NOT NULL,"
            + " receives INTEGER NOT NULL, first_ns INTEGER NOT NULL, root TEXT NOT NULL,"
            + " hops INTEGER NOT NULL)");
    sql.update("CREATE INDEX IF NOT EXISTS messages_order ON messages (resource, visible_ns, id)");
    sql.update(
        "CREATE INDEX IF NOT EXISTS messages_expiry ON messages (expires_ns) WHERE expires_ns < "
            + Long.MAX_VALUE);
    sql.update(
        "CREATE TABLE IF NOT EXISTS changes (number INTEGER PRIMARY KEY AUTOINCREMENT,"
            + " tenant TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL,"
            + " operation TEXT NOT NULL, version INTEGER NOT NULL, bytes INTEGER NOT NULL,"
            + " utc_ns INTEGER NOT NULL, root TEXT NOT NULL, hops INTEGER NOT NULL)");
  }

  @Override
  public void put(ResourceId id, ResourceSetting setting) {
    store.write(sql ->
        sql.update(
            "INSERT INTO resources (tenant, kind, name, bytes_max, count_max, ttl_s, lease_s,"
                + " receives_max, dead_letters, bytes, count, operations, version, created_ns)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?) ON CONFLICT (tenant, kind,"
                + " name) DO UPDATE SET bytes_max = excluded.bytes_max, count_max ="
                + " excluded.count_max, ttl_s = excluded.ttl_s, lease_s = excluded.lease_s,"
                + " receives_max = excluded.receives_max, dead_letters = excluded.dead_letters",
            id.tenant(),
            id.kind().text(),
            id.name(),
            setting.bytesMax(),
            setting.countMax(),
            setting.ttlS(),
            setting.leaseS(),
            setting.receivesMax(),
            setting.deadLetters(),
            utcNs.getAsLong()));
  }

  @Override
  public Optional<ResourceStatus> find(ResourceId id) {
    return store.read(sql ->
        sql.one(
            "SELECT " + COLUMNS + " FROM resources WHERE tenant = ? AND kind = ? AND name = ?",
            SqliteResources::status,
            id.tenant(),
            id.kind().text(),
            id.name()));
  }

  @Override
  public List<ResourceStatus> list(String tenant, Kind kind) {
    return store.read(sql ->
        sql.all(
            "SELECT " + COLUMNS + " FROM resources WHERE tenant = ? AND kind = ? ORDER BY name",
            SqliteResources::status,
            tenant,
            kind.text()));
  }

  private static ResourceStatus status(ResultSet row) throws SQLException {
    return new ResourceStatus(
        new ResourceId(row.getString(1), Kind.of(row.getString(2)).orElseThrow(), row.getString(3)),
        new ResourceSetting(
            row.getLong(4),
            row.getLong(5),
            row.getLong(6),
            row.getInt(7),
            row.getInt(8),
            row.getString(9)),
        new ResourceStatus.Amount(row.getLong(10), row.getLong(11)),
        row.getLong(12),
        row.getLong(13));
  }

  @Override
  public boolean delete(ResourceId id, boolean full) {
    return store.write(sql -> {
      Optional<Place> place = Place.find(sql, id);
      if (place.isEmpty()) {
        return false;
      }
      if (!full && place.get().count() > 0) {
        throw new FabricException(
            Reason.CONFLICT,
            "%s holds %d things: take them out first, or delete it with what it holds"
                .formatted(id, place.get().count()));
      }
      sql.update("DELETE FROM items WHERE resource = ?", place.get().row());
      sql.update("DELETE FROM messages WHERE resource = ?", place.get().row());
      return sql.update("DELETE FROM resources WHERE id = ?", place.get().row()) > 0;
    });
  }

  @Override
  public Items items() {
    return items;
  }

  @Override
  public Messages messages() {
    return messages;
  }

  @Override
  public Changes changes() {
    return changes;
  }

  @Override
  public int sweep() {
    long nowNs = utcNs.getAsLong();
    return store.write(sql -> {
      int swept = 0;
      for (String table : List.of("items", "messages")) {
        String size = table.equals("items") ? "length(value) + length(key)" : "bytes";
        String expired =
            "SELECT rowid FROM " + table + " WHERE expires_ns <= ? ORDER BY expires_ns LIMIT ?";
        List<long[]> freed =
            sql.all(
                "SELECT resource, count(*), sum(%s) FROM %s WHERE rowid IN (%s) GROUP BY resource"
                    .formatted(size, table, expired),
                row -> new long[] {row.getLong(1), row.getLong(2), row.getLong(3)},
                nowNs,
                SWEEP_MAX);
        for (long[] each : freed) {
          sql.update(
              "UPDATE resources SET count = count - ?, bytes = bytes - ? WHERE id = ?",
              each[1],
              each[2],
              each[0]);
        }
        swept +=
            sql.update(
                "DELETE FROM %s WHERE rowid IN (%s)".formatted(table, expired), nowNs, SWEEP_MAX);
      }
      return swept;
    });
  }

  @Override
  public void close() {
    store.close();
  }
}
