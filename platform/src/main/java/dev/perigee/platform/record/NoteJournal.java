package dev.perigee.platform.record;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.world.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Notes as JSON in the journal, for whoever keeps a projection of them.
public final class NoteJournal {
  private final Journal journal;
  private final Clock clock;

  public NoteJournal(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /// All records of some kinds so far, in order.
  public void read(Set<String> kinds, Consumer<JournalRecord> reader) {
    journal.read(kinds, reader);
  }

  /// How many records went that nobody needed any more, by what they are counted as.
  public void readCounts(Consumer<Map<String, Long>> reader) {
    journal.read(
        Set.of(JournalCleaner.KIND), record -> reader.accept(JournalCleaner.counts(record)));
  }

  /// The note in the record at an offset; empty if nobody needed it any more.
  public <T> Optional<T> read(long offset, Class<T> type) {
    List<T> found = new ArrayList<>();
    var _ = journal.read(offset, 1, record -> found.add(read(record, type)));
    return found.stream().findFirst();
  }

  /// @throws RecordException if it holds no such note
  public static <T> T read(JournalRecord record, Class<T> type) {
    return EntryCodec.read(record, type);
  }

  /// The future completes with the offset when the note is durable, and fails if it can't be
  /// written.
  public CompletableFuture<Long> append(String kind, String tenant, Object note) {
    try {
      return journal.append(draft(kind, tenant, note));
    } catch (FabricException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /// Returns the offset when the note is durable.
  ///
  /// @throws ControlException UNAVAILABLE if it can't be written
  public long appendAndWait(String kind, String tenant, Object note) {
    try {
      return journal.appendAndWait(draft(kind, tenant, note));
    } catch (FabricException e) {
      throw new ControlException(Kind.UNAVAILABLE, List.of(String.valueOf(e.getMessage())));
    }
  }

  private JournalRecord draft(String kind, String tenant, Object note) {
    return EntryCodec.draft(kind, tenant, clock.utcNs(), note);
  }
}
