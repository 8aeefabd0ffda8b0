package dev.perigee.fabric.journal;

import dev.perigee.fabric.BoundedQueue;
import dev.perigee.fabric.FabricException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The one thread that writes. A batch is one transaction: all of it is acknowledged, or none.
/// After a failure the next batch begins at the same offset, so offsets stay dense and the journal
/// works again as soon as the disk does.
final class Writer {
  private static final String INSERT =
      "INSERT INTO journal (" + Database.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)";

  /// One transaction holds at most this much, so that the first waiter of a flood is answered soon.
  private static final int MAX_BATCH_RECORDS = 1024;

  private final Path file;
  private final Connection connection;
  private final Statement control;
  private PreparedStatement insert;
  private volatile long nextOffset;

  Writer(Path file, Connection connection, long nextOffset) throws SQLException {
    this.file = file;
    this.connection = connection;
    this.nextOffset = nextOffset;
    this.control = connection.createStatement();
    this.insert = connection.prepareStatement(INSERT);
  }

  long nextOffset() {
    return nextOffset;
  }

  void run(BoundedQueue<Pending> queue) {
    List<Pending> batch = queue.take(MAX_BATCH_RECORDS);
    while (!batch.isEmpty()) {
      commit(batch);
      batch = queue.take(MAX_BATCH_RECORDS);
    }
  }

  private void commit(List<Pending> batch) {
    long first = nextOffset;
    try {
      control.execute("BEGIN IMMEDIATE");
      for (int i = 0; i < batch.size(); i++) {
        Database.bind(insert, batch.get(i).draft().at(first + i));
        insert.executeUpdate();
      }
      control.execute("COMMIT");
    } catch (SQLException e) {
      fail(batch, SqliteFailure.of(file, "appending " + batch.size() + " records", e));
      return;
    }
    nextOffset = first + batch.size();
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).durable().complete(first + i);
    }
  }

  private void fail(List<Pending> batch, FabricException failure) {
    try {
      // The driver's statement is of no use after a failure.
      insert.close();
      insert = connection.prepareStatement(INSERT);
      rollBack();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
    batch.forEach(p -> p.durable().completeExceptionally(failure));
  }

  private void rollBack() throws SQLException {
    try {
      control.execute("ROLLBACK");
    } catch (SQLException e) {
      // After some failures SQLite has rolled back by itself already.
      if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
        throw e;
      }
    }
  }

  void close() {
    try {
      insert.close();
      control.close();
      connection.close();
    } catch (SQLException e) {
      throw SqliteFailure.of(file, "closing it", e);
    }
  }
}
