package dev.perigee.platform.events;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A journal whose process ends between the first replacement and the second.
final class FailingSecond implements Journal {
  private final Journal journal;
  private boolean replaced;

  FailingSecond(Journal journal) {
    this.journal = journal;
  }

  @Override
  public CompletableFuture<Long> append(JournalRecord draft) {
    return journal.append(draft);
  }

  @Override
  public CompletableFuture<Long> replace(List<Long> offsets, JournalRecord draft) {
    if (replaced) {
      throw new IllegalStateException("cut off");
    }
    replaced = true;
    return journal.replace(offsets, draft);
  }

  @Override
  public long read(long fromOffset, long maxOffsets, Consumer<JournalRecord> consumer) {
    return journal.read(fromOffset, maxOffsets, consumer);
  }

  @Override
  public void read(Set<String> kinds, Consumer<JournalRecord> consumer) {
    journal.read(kinds, consumer);
  }

  @Override
  public long nextOffset() {
    return journal.nextOffset();
  }

  @Override
  public void close() {
    journal.close();
  }
}
