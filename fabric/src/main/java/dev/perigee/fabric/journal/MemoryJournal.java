package dev.perigee.fabric.journal;

import dev.perigee.fabric.FabricException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The journal as a map: for tests, and the specification of what the stored one does.
public final class MemoryJournal implements Journal {
  private final TreeMap<Long, JournalRecord> records = new TreeMap<>();
  private long nextOffset;
  private boolean closed;

  @Override
  public CompletableFuture<Long> append(JournalRecord draft) {
    return replace(List.of(), draft);
  }

  @Override
  public synchronized CompletableFuture<Long> replace(List<Long> offsets, JournalRecord draft) {
    requireOpen();
    Drafts.requireDraft(draft);
    Drafts.requireOffsets(offsets, nextOffset);
    if (!records.keySet().containsAll(offsets)) {
      return CompletableFuture.failedFuture(
          new FabricException(
              FabricException.Reason.REFUSED,
              "some of the records %s are gone already: nothing was replaced".formatted(offsets)));
    }
    records.keySet().removeAll(offsets);
    long offset = nextOffset++;
    records.put(offset, draft.at(offset));
    return CompletableFuture.completedFuture(offset);
  }

  @Override
  public long read(long fromOffset, long maxOffsets, Consumer<JournalRecord> consumer) {
    long end = end(fromOffset, maxOffsets);
    slice(fromOffset, end).forEach(consumer);
    return end;
  }

  @Override
  public void read(Set<String> kinds, Consumer<JournalRecord> consumer) {
    slice(0, nextOffset()).stream().filter(each -> kinds.contains(each.kind())).forEach(consumer);
  }

  private synchronized long end(long fromOffset, long maxOffsets) {
    requireOpen();
    Drafts.requireRange(fromOffset, nextOffset, maxOffsets);
    return fromOffset + Math.min(maxOffsets, nextOffset - fromOffset);
  }

  private synchronized List<JournalRecord> slice(long fromOffset, long end) {
    return List.copyOf(records.subMap(fromOffset, end).values());
  }

  @Override
  public synchronized long nextOffset() {
    return nextOffset;
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
