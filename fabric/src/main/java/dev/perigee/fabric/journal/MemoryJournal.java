package dev.perigee.fabric.journal;

import dev.perigee.fabric.FabricException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The journal as a list: for tests, and the specification of what the stored one does.
public final class MemoryJournal implements Journal {
  private final List<JournalRecord> records = new ArrayList<>();
  private boolean closed;

  @Override
  public synchronized CompletableFuture<Long> append(JournalRecord draft) {
    requireOpen();
    Drafts.requireDraft(draft);
    long offset = records.size();
    records.add(draft.at(offset));
    return CompletableFuture.completedFuture(offset);
  }

  @Override
  public long read(long fromOffset, long maxRecords, Consumer<JournalRecord> consumer) {
    List<JournalRecord> found = slice(fromOffset, maxRecords);
    found.forEach(consumer);
    return fromOffset + found.size();
  }

  private synchronized List<JournalRecord> slice(long fromOffset, long maxRecords) {
    requireOpen();
    Drafts.requireRange(fromOffset, records.size(), maxRecords);
    long end = Math.min(records.size(), fromOffset + Math.min(maxRecords, records.size()));
    return List.copyOf(records.subList((int) fromOffset, (int) end));
  }

  @Override
  public synchronized long nextOffset() {
    return records.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new FabricException(
          FabricException.Reason.CLOSED, "the journal in memory is closed: open another one");
    }
  }
}
