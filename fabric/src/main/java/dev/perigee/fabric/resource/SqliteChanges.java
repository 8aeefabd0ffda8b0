package dev.perigee.fabric.resource;

import dev.perigee.fabric.resource.ResourceId.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;

/// Changes that are to be told, in the transaction that makes them.
final class SqliteChanges implements Changes {
  private final GroupCommit store;
  private final Predicate<ResourceId> watched;

  SqliteChanges(GroupCommit store, Predicate<ResourceId> watched) {
    this.store = store;
    this.watched = watched;
  }

  void add(Sql sql, Change change) throws SQLException {
    if (!watched.test(change.resource())) {
      return;
    }
    sql.update(
        "INSERT INTO changes (tenant, kind, name, key, operation, version, bytes, utc_ns, root,"
            + " hops) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        change.resource().tenant(),
        change.resource().kind().text(),
        change.resource().name(),
        change.key(),
        change.operation().name(),
        change.version(),
        change.bytes(),
        change.utcNs(),
        change.origin().root(),
        change.origin().hops());
  }

  @Override
  public List<Change> read(int countMax) {
    return store.read(sql ->
        sql.all(
            "SELECT number, tenant, kind, name, key, operation, version, bytes, utc_ns, root, hops"
                + " FROM changes ORDER BY number LIMIT ?",
            row ->
                new Change(
                    row.getLong(1),
                    new ResourceId(
                        row.getString(2),
                        Kind.of(row.getString(3)).orElseThrow(),
                        row.getString(4)),
                    row.getString(5),
                    Operation.valueOf(row.getString(6)),
                    row.getLong(7),
                    row.getLong(8),
                    row.getLong(9),
                    new Origin(row.getString(10), row.getInt(11))),
            countMax));
  }

  @Override
  public void forget(long upToNumber) {
    int unused =
        store.write(sql -> sql.update("DELETE FROM changes WHERE number <= ?", upToNumber));
    assert unused >= 0;
  }
}
