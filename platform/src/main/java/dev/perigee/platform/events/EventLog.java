package dev.perigee.platform.events;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.platform.control.Events.State;
import dev.perigee.platform.events.EventNote.Attempted;
import dev.perigee.platform.events.EventNote.Purged;
import dev.perigee.platform.events.EventNote.Redriven;
import dev.perigee.platform.events.EventNote.Settled;
import dev.perigee.platform.record.NoteJournal;
import dev.perigee.world.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Events in the journal: a record when one is taken, one per attempt, one when it is settled.
final class EventLog {
  private static final String QUEUED = "event-queued";
  static final String ATTEMPTED = "event-attempted";
  static final String SETTLED = "event-settled";
  private static final String REDRIVEN = "event-redriven";
  private static final String PURGED = "event-purged";

  static final Set<String> KINDS = Set.of(QUEUED, ATTEMPTED, SETTLED, REDRIVEN, PURGED);

  /// Takes what is in the journal, in order.
  interface Reader {
    void queued(QueuedEvent event, long offset);

    void noted(EventNote note, long offset);

    /// Events that are not in the journal any more.
    void gone(long taken, Map<State, Long> ended);
  }

  private final NoteJournal journal;

  EventLog(Journal journal, Clock clock) {
    this.journal = new NoteJournal(journal, clock);
  }

  void read(Reader reader) {
    journal.readCounts(counts -> reader.gone(taken(counts), ended(counts)));
    journal.read(KINDS, record -> read(record, reader));
  }

  private static long taken(Map<String, Long> counts) {
    return counts.getOrDefault(QUEUED, 0L) + counts.getOrDefault(REDRIVEN, 0L);
  }

  private static Map<State, Long> ended(Map<String, Long> counts) {
    return Stream.of(State.ACKED, State.DEAD, State.EXPIRED)
        .collect(Collectors.toMap(Function.identity(), s -> counts.getOrDefault(settledAs(s), 0L)));
  }

  /// Under what ends are counted that are not in the journal any more.
  static String settledAs(State state) {
    return SETTLED + "-" + state.name().toLowerCase(Locale.ROOT);
  }

  private static void read(JournalRecord record, Reader reader) {
    switch (record.kind()) {
      case QUEUED -> reader.queued(NoteJournal.read(record, QueuedEvent.class), record.offset());
      case ATTEMPTED -> reader.noted(NoteJournal.read(record, Attempted.class), record.offset());
      case SETTLED -> reader.noted(NoteJournal.read(record, Settled.class), record.offset());
      case REDRIVEN -> reader.noted(NoteJournal.read(record, Redriven.class), record.offset());
      case PURGED -> reader.noted(NoteJournal.read(record, Purged.class), record.offset());
      default -> {}
    }
  }

  /// The future completes with the event's offset when it is durable.
  CompletableFuture<Long> queued(QueuedEvent event) {
    return journal.append(QUEUED, event.function().tenant(), event);
  }

  /// The future completes with the note's offset when it is durable.
  CompletableFuture<Long> note(String tenant, EventNote note) {
    String kind =
        switch (note) {
          case Attempted _ -> ATTEMPTED;
          case Settled _ -> SETTLED;
          case Redriven _ -> REDRIVEN;
          case Purged _ -> PURGED;
        };
    return journal.append(kind, tenant, note);
  }

  /// The event at an offset of `queued`; empty if it is known no more.
  Optional<QueuedEvent> event(long offset) {
    return journal.read(offset, QueuedEvent.class);
  }

  /// The end at an offset of `note`; empty if it is known no more.
  Optional<Settled> settled(long offset) {
    return journal.read(offset, Settled.class);
  }
}
