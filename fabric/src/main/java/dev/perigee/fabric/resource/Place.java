package dev.perigee.fabric.resource;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A resource as the store knows it, within one transaction.
///
/// @param row its number in the store
/// @param version of its last change
record Place(
    long row,
    long bytes,
    long count,
    long version,
    long bytesMax,
    long countMax,
    long ttlS,
    int leaseS,
    int receivesMax,
    String deadLetters) {

  static Optional<Place> find(Sql sql, ResourceId id) throws SQLException {
    return sql.one(
        "SELECT id, bytes, count, version, bytes_max, count_max, ttl_s, lease_s, receives_max,"
            + " dead_letters FROM resources WHERE tenant = ? AND kind = ? AND name = ?",
        row ->
            new Place(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getInt(8),
                row.getInt(9),
                row.getString(10)),
        id.tenant(),
        id.kind().text(),
        id.name());
  }

  static Place of(Sql sql, ResourceId id) throws SQLException {
    return find(sql, id)
        .orElseThrow(
            () -> new FabricException(Reason.NOT_FOUND, "there is no " + id + ": create it first"));
  }

  void requireRoom(ResourceId id, long moreBytes, long moreCount) {
    if (bytes + moreBytes > bytesMax || count + moreCount > countMax) {
      throw new FabricException(
          Reason.BUSY,
          "%s is full: it holds %d things with %d bytes, at most %d and %d; take some out, or raise its bounds"
              .formatted(id, count, bytes, countMax, bytesMax));
    }
  }

  /// Counts a write of the resource in.
  void wrote(Sql sql, long moreBytes, long moreCount) throws SQLException {
    sql.update(
        "UPDATE resources SET bytes = bytes + ?, count = count + ?, operations = operations + 1,"
            + " version = version + 1 WHERE id = ?",
        moreBytes,
        moreCount,
        row);
  }

  /// When something ends that is kept so long.
  static long expiresNs(long nowNs, long ttlS) {
    return ttlS <= 0 || ttlS > 3_000_000_000L
        ? Long.MAX_VALUE
        : nowNs + TimeUnit.SECONDS.toNanos(ttlS);
  }
}
