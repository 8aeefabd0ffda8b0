package dev.perigee.fabric.resource;

import dev.perigee.fabric.BoundedQueue;
import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.sqlite.JDBC;

/// One thread that writes: what many callers want is one transaction, and all of them go on when it
/// is on the disk. Readers have a connection of their own and never wait for it.
final class GroupCommit implements AutoCloseable {
  private static final int BATCH_MAX = 512;
  private static final long ROOM_NS = 2_000_000_000L;

  /// Work that refuses does so before it writes anything: the others of its batch are kept.
  interface Work<T> {
    T on(Sql sql) throws SQLException;
  }

  private record Pending<T>(Work<T> work, CompletableFuture<T> durable) {
    /// Returns what completes its future once it is durable, or has done so with its refusal.
    Runnable run(Sql sql) throws SQLException {
      try {
        T value = work.on(sql);
        return () -> durable.complete(value);
      } catch (FabricException refused) {
        return () -> durable.completeExceptionally(refused);
      }
    }
  }

  private final Path file;
  private final Connection writer;
  private final Sql writing;
  private final Sql reading;
  private final BoundedQueue<Pending<?>> queue = new BoundedQueue<>(8_192, 64L << 20, _ -> 1L);
  private final Thread thread;

  GroupCommit(Path file) {
    this.file = file;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      this.writer = open("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL");
      this.writing = new Sql(writer);
      this.reading = new Sql(open("PRAGMA query_only=ON"));
    } catch (SQLException | java.io.IOException e) {
      throw failed("opening it", e);
    }
    this.thread = Thread.ofPlatform().name("perigee-resources").daemon().start(this::work);
  }

  private Connection open(String... pragmas) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("busy_timeout", "5000");
    Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, properties);
    try (Statement statement = connection.createStatement()) {
      for (String pragma : pragmas) {
        statement.execute(pragma);
      }
    }
    return connection;
  }

  /// Returns when what the work wrote is durable.
  <T> T write(Work<T> work) {
    Pending<T> pending = new Pending<>(work, new CompletableFuture<>());
    try {
      switch (queue.put(pending, ROOM_NS)) {
        case TAKEN -> {}
        case FULL ->
            throw new FabricException(
                Reason.BUSY,
                queue.waiting("writes") + " wait for the disk of " + file + ": try again later");
        case CLOSED -> throw new FabricException(Reason.CLOSED, file + " is closed: open it again");
      }
      return pending.durable().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FabricException(Reason.BUSY, "interrupted while waiting for room", e);
    } catch (CompletionException e) {
      if (e.getCause() instanceof FabricException refused) {
        throw new FabricException(refused.reason(), String.valueOf(refused.getMessage()), refused);
      }
      throw e;
    }
  }

  <T> T read(Work<T> work) {
    synchronized (reading) {
      try {
        return work.on(reading);
      } catch (SQLException e) {
        throw failed("reading", e);
      }
    }
  }

  private void work() {
    List<Pending<?>> batch = queue.take(BATCH_MAX);
    while (!batch.isEmpty()) {
      commit(batch);
      batch = queue.take(BATCH_MAX);
    }
  }

  private void commit(List<Pending<?>> batch) {
    List<Runnable> done = new ArrayList<>(batch.size());
    try (Statement control = writer.createStatement()) {
      control.execute("BEGIN IMMEDIATE");
      try {
        for (Pending<?> each : batch) {
          done.add(each.run(writing));
        }
        control.execute("COMMIT");
      } catch (SQLException | RuntimeException e) {
        control.execute("ROLLBACK");
        throw e;
      }
    } catch (SQLException | RuntimeException e) {
      FabricException failure = failed("writing to it", e);
      batch.forEach(each -> each.durable().completeExceptionally(failure));
      return;
    }
    done.forEach(Runnable::run);
  }

  private FabricException failed(String doing, Exception e) {
    return new FabricException(
        Reason.IO,
        "%s failed while %s: %s; look at the disk and its room"
            .formatted(file, doing, e.getMessage()),
        e);
  }

  @Override
  public void close() {
    queue.close();
    boolean interrupted = Thread.interrupted();
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    synchronized (reading) {
      try {
        writing.close();
        reading.close();
      } catch (SQLException e) {
        throw failed("closing it", e);
      }
    }
  }
}
