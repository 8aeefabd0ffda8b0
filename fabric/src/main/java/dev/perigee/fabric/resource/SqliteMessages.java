package dev.perigee.fabric.resource;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import dev.perigee.fabric.resource.ResourceId.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The messages of queues. A receipt is the message's number and how often it was handed out.
final class SqliteMessages implements Messages {
  private static final String MINE =
      " FROM messages WHERE resource = ? AND id = ? AND receives = ? AND visible_ns > ?";

  private final GroupCommit store;
  private final LongSupplier utcNs;

  SqliteMessages(GroupCommit store, LongSupplier utcNs) {
    this.store = store;
    this.utcNs = utcNs;
  }

  @Override
  public List<Long> send(ResourceId queue, List<String> bodies, int delayS, Origin origin) {
    long nowNs = utcNs.getAsLong();
    return store.write(sql -> {
      Place place = Place.of(sql, queue);
      long bytes = bodies.stream().mapToLong(SqliteMessages::size).sum();
      place.requireRoom(queue, bytes, bodies.size());
      List<Long> ids = new ArrayList<>(bodies.size());
      for (String body : bodies) {
        sql.update(
            "INSERT INTO messages (resource, body, bytes, sent_ns, visible_ns, expires_ns,"
                + " receives, first_ns, root, hops) VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?, ?)",
            place.row(),
            body,
            size(body),
            nowNs,
            nowNs + TimeUnit.SECONDS.toNanos(delayS),
            Place.expiresNs(nowNs, place.ttlS()),
            origin.root(),
            origin.hops());
        ids.add(sql.lastId());
      }
      place.wrote(sql, bytes, bodies.size());
      return ids;
    });
  }

  private static long size(String body) {
    return body.getBytes(UTF_8).length;
  }

  @Override
  public List<Message> receive(ResourceId queue, int countMax, OptionalInt leaseS) {
    long nowNs = utcNs.getAsLong();
    return store.write(sql -> {
      Place place = Place.of(sql, queue);
      buryWorn(sql, queue, place, nowNs);
      long untilNs = nowNs + TimeUnit.SECONDS.toNanos(leaseS.orElse(place.leaseS()));
      List<Message> found =
          sql.all(
              "SELECT id, receives + 1, body, sent_ns, CASE first_ns WHEN 0 THEN ? ELSE first_ns"
                  + " END, root, hops FROM messages WHERE resource = ? AND visible_ns <= ? AND"
                  + " expires_ns > ? ORDER BY visible_ns, id LIMIT ?",
              SqliteMessages::message,
              nowNs,
              place.row(),
              nowNs,
              nowNs,
              countMax);
      for (Message each : found) {
        sql.update(
            "UPDATE messages SET visible_ns = ?, receives = ?, first_ns = ? WHERE id = ?",
            untilNs,
            each.receives(),
            each.firstUtcNs(),
            each.id());
      }
      return found;
    });
  }

  private static Message message(ResultSet row) throws SQLException {
    return new Message(
        row.getLong(1),
        row.getLong(1) + "." + row.getInt(2),
        row.getString(3),
        row.getLong(4),
        row.getInt(2),
        row.getLong(5),
        new Origin(row.getString(6), row.getInt(7)));
  }

  @Override
  public long inFlight(ResourceId queue) {
    long nowNs = utcNs.getAsLong();
    return store.read(sql -> {
      Optional<Place> place = Place.find(sql, queue);
      return place.isEmpty() ? 0L : inFlight(sql, place.get(), nowNs);
    });
  }

  private static long inFlight(Sql sql, Place place, long nowNs) throws SQLException {
    return sql.one(
            "SELECT count(*) FROM messages WHERE resource = ? AND visible_ns > ? AND receives > 0",
            row -> row.getLong(1),
            place.row(),
            nowNs)
        .orElse(0L);
  }

  /// Those that were handed out too often go to the dead letters.
  private static void buryWorn(Sql sql, ResourceId queue, Place place, long nowNs)
      throws SQLException {
    if (place.receivesMax() == 0) {
      return;
    }
    List<long[]> worn =
        sql.all(
            "SELECT id, bytes FROM messages WHERE resource = ? AND visible_ns <= ? AND receives >="
                + " ?",
            row -> new long[] {row.getLong(1), row.getLong(2)},
            place.row(),
            nowNs,
            place.receivesMax());
    Optional<Place> grave =
        place.deadLetters().isEmpty()
            ? Optional.empty()
            : Place.find(sql, new ResourceId(queue.tenant(), Kind.QUEUE, place.deadLetters()));
    for (long[] each : worn) {
      if (grave.isPresent()) {
        move(sql, each[0], grave.get(), nowNs);
        grave.get().wrote(sql, each[1], 1);
      } else {
        sql.update("DELETE FROM messages WHERE id = ?", each[0]);
      }
      place.wrote(sql, -each[1], -1);
    }
  }

  private static void move(Sql sql, long id, Place to, long nowNs) throws SQLException {
    sql.update(
        "UPDATE messages SET resource = ?, receives = 0, first_ns = 0, visible_ns = ?,"
            + " expires_ns = ? WHERE id = ?",
        to.row(),
        nowNs,
        Place.expiresNs(nowNs, to.ttlS()),
        id);
  }

  @Override
  public int delete(ResourceId queue, List<String> receipts) {
    long nowNs = utcNs.getAsLong();
    List<long[]> wanted = receipts.stream().map(SqliteMessages::parts).toList();
    return store.write(sql -> {
      Place place = Place.of(sql, queue);
      int deleted = 0;
      long bytes = 0;
      for (long[] each : wanted) {
        Optional<Long> size =
            sql.one(
                "SELECT bytes" + MINE, row -> row.getLong(1), place.row(), each[0], each[1], nowNs);
        if (size.isPresent()) {
          sql.update("DELETE FROM messages WHERE id = ?", each[0]);
          deleted++;
          bytes += size.get();
        }
      }
      place.wrote(sql, -bytes, -deleted);
      return deleted;
    });
  }

  @Override
  public boolean extend(ResourceId queue, String receipt, int leaseS) {
    long nowNs = utcNs.getAsLong();
    long[] wanted = parts(receipt);
    return store.write(sql ->
        sql.update(
                "UPDATE messages SET visible_ns = ? WHERE id IN (SELECT id" + MINE + ")",
                nowNs + TimeUnit.SECONDS.toNanos(leaseS),
                Place.of(sql, queue).row(),
                wanted[0],
                wanted[1],
                nowNs)
            > 0);
  }

  private static long[] parts(String receipt) {
    if (!receipt.matches("[0-9]{1,18}\\.[0-9]{1,9}")) {
      throw new FabricException(
          Reason.REFUSED, "'" + receipt + "' is no receipt: take it from a message received");
    }
    int dot = receipt.indexOf('.');
    return new long[] {
      Long.parseLong(receipt.substring(0, dot)), Long.parseLong(receipt.substring(dot + 1))
    };
  }

  @Override
  public int redrive(ResourceId from, ResourceId to) {
    long nowNs = utcNs.getAsLong();
    return store.write(sql -> {
      Place source = Place.of(sql, from);
      Place target = Place.of(sql, to);
      target.requireRoom(to, source.bytes(), source.count());
      List<Long> all =
          sql.all(
              "SELECT id FROM messages WHERE resource = ? ORDER BY id",
              row -> row.getLong(1),
              source.row());
      for (long each : all) {
        move(sql, each, target, nowNs);
      }
      source.wrote(sql, -source.bytes(), -source.count());
      target.wrote(sql, source.bytes(), source.count());
      return all.size();
    });
  }

  @Override
  public int purge(ResourceId queue) {
    return store.write(sql -> {
      Place place = Place.of(sql, queue);
      int purged = sql.update("DELETE FROM messages WHERE resource = ?", place.row());
      place.wrote(sql, -place.bytes(), -place.count());
      return purged;
    });
  }
}
