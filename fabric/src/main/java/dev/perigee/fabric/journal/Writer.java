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
/// After a failure the next batch begins at the same offset, so none is left out, and the journal
/// works again as soon as the disk does.
final class Writer {
  private static final String INSERT =
      "INSERT INTO journal (" + Database.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)";

  /// One transaction holds at most this much, so that the first waiter of a flood is answered soon.
  private static final int MAX_BATCH_RECORDS = 1024;

  private final Path file;
  private final Connection connection;
  private final Statement control;
  private final Gaps gaps;
  private PreparedStatement insert;
  private volatile long nextOffset;

  Writer(Path file, Connection connection, long nextOffset) throws SQLException {
    this.file = file;
    this.connection = connection;
    this.nextOffset = nextOffset;
    this.control = connection.createStatement();
    this.gaps = new Gaps(connection);
    this.insert = connection.prepareStatement(INSERT);
  }

  long nextOffset() {
    return nextOffset;
  }

  void run(BoundedQueue<Pending> queue) {
    List<Pending> batch = queue.take(MAX_BATCH_RECORDS);
    while (!batch.isEmpty()) {
      commitAll(batch);
      batch = queue.take(MAX_BATCH_RECORDS);
    }
  }

  /// What replaces others has a transaction of its own: if it fails, nobody fails with it.
  private void commitAll(List<Pending> batch) {
    int from = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (!batch.get(i).replaced().isEmpty()) {
        commit(batch.subList(from, i));
        commit(batch.subList(i, i + 1));
        from = i + 1;
      }
    }
    commit(batch.subList(from, batch.size()));
  }

  private void commit(List<Pending> batch) {
    if (batch.isEmpty()) {
      return;
    }
    long first = nextOffset;
    JournalCommitEvent event = new JournalCommitEvent();
    event.begin();
    try {
      control.execute("BEGIN IMMEDIATE");
      for (int i = 0; i < batch.size(); i++) {
        Database.bind(insert, batch.get(i).draft().at(first + i));
        insert.executeUpdate();
        gaps.open(batch.get(i).replaced());
      }
      control.execute("COMMIT");
    } catch (SQLException e) {
      fail(batch, SqliteFailure.of(file, "appending " + batch.size() + " records", e));
      return;
    } catch (FabricException e) {
      fail(batch, e);
      return;
    }
    event.tell(file, batch.size());
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
