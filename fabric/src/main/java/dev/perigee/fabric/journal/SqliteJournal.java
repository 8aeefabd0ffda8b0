package dev.perigee.fabric.journal;

import dev.perigee.fabric.BoundedQueue;
import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The journal in `journal.db` of a data folder. One thread writes; readers have connections of
/// their own and never wait for it.
public final class SqliteJournal implements Journal {
  private static final String FILE = "journal.db";

  private final FolderLock lock;
  private final BoundedQueue<Pending> queue;
  private final JournalOptions options;
  private final Writer writer;
  private final Thread thread;
  private final Readers readers;

  private SqliteJournal(FolderLock lock, Path file, Writer writer, JournalOptions options) {
    this.lock = lock;
    this.writer = writer;
    this.options = options;
    this.queue = new BoundedQueue<>(options.queueRecords(), options.queueBytes(), Pending::bytes);
    this.readers = new Readers(file);
    this.thread =
        Thread.ofPlatform().name("perigee-journal").daemon().start(() -> writer.run(queue));
  }

  /// Locks the folder, checks everything that is stored and starts the writer.
  ///
  /// @param report gets one line for each thing that recovery had to cut off; it must reach the
  ///   operator
  public static SqliteJournal open(Path folder, JournalOptions options, Consumer<String> report) {
    FolderLock lock = FolderLock.take(folder);
    try {
      Path file = folder.resolve(FILE);
      return new SqliteJournal(lock, file, recovered(file, options, report), options);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static Writer recovered(Path file, JournalOptions options, Consumer<String> report) {
    Recovery recovery = new Recovery(file, report);
    recovery.checkWal();
    try {
      Connection c = Database.writer(file, options);
      try {
        recovery.checkStructure(c);
        Database.createTables(c, file);
        long next = recovery.checkRecords(c);
        noteRelease(c, options.release());
        return new Writer(file, c, next);
      } catch (SQLException | RuntimeException e) {
        c.close();
        throw e;
      }
    } catch (SQLException e) {
      throw SqliteFailure.of(file, "opening it", e);
    }
  }

  private static void noteRelease(Connection c, String release) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement("INSERT OR IGNORE INTO release (version, name) VALUES (?, ?)")) {
      s.setInt(1, JournalRecord.VERSION);
      s.setString(2, release);
      s.executeUpdate();
    }
  }

  @Override
  public CompletableFuture<Long> append(JournalRecord draft) {
    return take(draft, List.of());
  }

  @Override
  public CompletableFuture<Long> replace(List<Long> offsets, JournalRecord draft) {
    Drafts.requireOffsets(offsets, writer.nextOffset());
    return take(draft, List.copyOf(offsets));
  }

  private CompletableFuture<Long> take(JournalRecord draft, List<Long> replaced) {
    Drafts.requireDraft(draft);
    Pending pending = new Pending(draft, replaced);
    switch (put(pending)) {
      case TAKEN -> {}
      case FULL -> throw busy();
      case CLOSED -> throw Drafts.closed();
    }
    return pending.durable();
  }

  private BoundedQueue.Put put(Pending pending) {
    try {
      return queue.put(pending, options.blockNs());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FabricException(
          Reason.BUSY, "interrupted while waiting for room in the journal's queue", e);
    }
  }

  private FabricException busy() {
    return new FabricException(
        Reason.BUSY,
        ("the journal refuses a record: %s already wait for the disk and none was written"
                + " for %d ms; try again later, or look why the disk is slow")
            .formatted(queue.waiting("records"), options.blockNs() / 1_000_000));
  }

  @Override
  public long read(long fromOffset, long maxOffsets, Consumer<JournalRecord> consumer) {
    long end = writer.nextOffset();
    Drafts.requireRange(fromOffset, end, maxOffsets);
    long to = fromOffset + Math.min(maxOffsets, end - fromOffset);
    readers.read(fromOffset, to, consumer);
    return to;
  }

  @Override
  public void read(Set<String> kinds, Consumer<JournalRecord> consumer) {
    readers.read(kinds, writer.nextOffset(), consumer);
  }

  @Override
  public long nextOffset() {
    return writer.nextOffset();
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
    readers.close();
    writer.close();
    lock.close();
  }
}
