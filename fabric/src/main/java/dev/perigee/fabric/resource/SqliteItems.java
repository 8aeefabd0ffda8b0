package dev.perigee.fabric.resource;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import dev.perigee.fabric.resource.Changes.Operation;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The values of tables and the objects of buckets.
final class SqliteItems implements Items {
  private static final String FOUND =
      " FROM items WHERE resource = ? AND key = ? AND expires_ns > ?";

  private final GroupCommit store;
  private final LongSupplier utcNs;
  private final SqliteChanges changes;

  SqliteItems(GroupCommit store, LongSupplier utcNs, SqliteChanges changes) {
    this.store = store;
    this.utcNs = utcNs;
    this.changes = changes;
  }

  @Override
  public Optional<Item> get(ResourceId resource, String key) {
    return store.read(sql ->
        sql.one(
            "SELECT value, content_type, version, utc_ns" + FOUND,
            row ->
                new Item(
                    key,
                    row.getBytes(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getBytes(1).length,
                    row.getLong(4)),
            Place.of(sql, resource).row(),
            key,
            utcNs.getAsLong()));
  }

  @Override
  public long put(ResourceId resource, Write write) {
    long nowNs = utcNs.getAsLong();
    return store.write(sql -> {
      Place place = Place.of(sql, resource);
      String key = write.key();
      // What has expired and was not swept yet still counts, and goes.
      Optional<Old> old = old(sql, place, key);
      require(resource, key, old.filter(each -> each.expiresNs() > nowNs), write.condition());
      long size = size(key, write.value().length);
      long moreBytes = size - old.map(Old::bytes).orElse(0L);
      long moreCount = old.isPresent() ? 0 : 1;
      place.requireRoom(resource, moreBytes, moreCount);
      long version = place.version() + 1;
      sql.update(
          "INSERT OR REPLACE INTO items (resource, key, value, content_type, version, utc_ns,"
              + " expires_ns) VALUES (?, ?, ?, ?, ?, ?, ?)",
          place.row(),
          key,
          write.value(),
          write.contentType(),
          version,
          nowNs,
          Place.expiresNs(nowNs, write.ttlS().orElse(place.ttlS())));
      place.wrote(sql, moreBytes, moreCount);
      changes.add(
          sql,
          new Changes.Change(
              0,
              resource,
              key,
              Operation.PUT,
              version,
              write.value().length,
              nowNs,
              write.origin()));
      return version;
    });
  }

  private record Old(long version, long bytes, long expiresNs) {}

  private static Optional<Old> old(Sql sql, Place place, String key) throws SQLException {
    return sql.one(
        "SELECT version, length(value), expires_ns FROM items WHERE resource = ? AND key = ?",
        row -> new Old(row.getLong(1), size(key, row.getLong(2)), row.getLong(3)),
        place.row(),
        key);
  }

  private static long size(String key, long valueBytes) {
    return key.length() + valueBytes;
  }

  private static void require(
      ResourceId resource, String key, Optional<Old> old, Condition condition) {
    boolean holds =
        switch (condition) {
          case Condition.Any() -> true;
          case Condition.Absent() -> old.isEmpty();
          case Condition.Version(long version) -> old.isPresent() && old.get().version() == version;
        };
    if (!holds) {
      throw new FabricException(
          Reason.CONFLICT,
          "'%s' of %s %s: read it again and decide anew"
              .formatted(
                  key,
                  resource,
                  old.map(each -> "is at version " + each.version()).orElse("is not there")));
    }
  }

  @Override
  public boolean delete(ResourceId resource, String key, Condition condition, Origin origin) {
    long nowNs = utcNs.getAsLong();
    return store.write(sql -> {
      Place place = Place.of(sql, resource);
      Optional<Old> old = old(sql, place, key);
      require(resource, key, old.filter(each -> each.expiresNs() > nowNs), condition);
      if (old.isEmpty()) {
        return false;
      }
      sql.update("DELETE FROM items WHERE resource = ? AND key = ?", place.row(), key);
      place.wrote(sql, -old.get().bytes(), -1);
      long version = place.version() + 1;
      changes.add(
          sql, new Changes.Change(0, resource, key, Operation.DELETE, version, 0, nowNs, origin));
      return old.get().expiresNs() > nowNs;
    });
  }

  @Override
  public List<Item> list(ResourceId resource, String prefix, String after, int countMax) {
    String from = after.compareTo(prefix) < 0 ? prefix : after;
    return store.read(sql ->
        sql.all(
            "SELECT key, content_type, version, length(value), utc_ns FROM items WHERE resource = ?"
                + " AND key >= ? AND key <> ? AND substr(key, 1, ?) = ? AND expires_ns > ?"
                + " ORDER BY key LIMIT ?",
            row ->
                new Item(
                    row.getString(1),
                    new byte[0],
                    row.getString(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5)),
            Place.of(sql, resource).row(),
            from,
            after,
            prefix.codePointCount(0, prefix.length()),
            prefix,
            utcNs.getAsLong(),
            countMax));
  }
}
