package dev.perigee.platform.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.events.EventNote.Attempted;
import dev.perigee.platform.events.EventNote.Purged;
import dev.perigee.platform.events.EventNote.Redriven;
import dev.perigee.platform.events.EventNote.Settled;
import dev.perigee.world.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Events in the journal: a record when one is taken, one per attempt, one when it is settled.
final class EventLog {
  private static final String QUEUED = "event-queued";
  private static final String ATTEMPTED = "event-attempted";
  private static final String SETTLED = "event-settled";
  private static final String REDRIVEN = "event-redriven";
  private static final String PURGED = "event-purged";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .build();

  /// Takes what is in the journal, in order.
  interface Reader {
    void queued(QueuedEvent event, long offset);

    void noted(EventNote note, long offset);
  }

  private final Journal journal;
  private final Clock clock;

  EventLog(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  void read(Reader reader) {
    journal.read(0, record -> read(record, reader));
  }

  private static void read(JournalRecord record, Reader reader) {
    switch (record.kind()) {
      case QUEUED -> reader.queued(read(record, QueuedEvent.class), record.offset());
      case ATTEMPTED -> reader.noted(read(record, Attempted.class), record.offset());
      case SETTLED -> reader.noted(read(record, Settled.class), record.offset());
      case REDRIVEN -> reader.noted(read(record, Redriven.class), record.offset());
      case PURGED -> reader.noted(read(record, Purged.class), record.offset());
      default -> {}
    }
  }

  /// Returns its offset when the event is durable.
  ///
  /// @throws ControlException UNAVAILABLE if it can't be written
  long queued(QueuedEvent event) {
    try {
      return journal.appendAndWait(draft(QUEUED, event.function().tenant(), event));
    } catch (FabricException e) {
      throw new ControlException(Kind.UNAVAILABLE, List.of(String.valueOf(e.getMessage())));
    }
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
    try {
      return journal.append(draft(kind, tenant, note));
    } catch (FabricException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /// The event at an offset of `queued`.
  QueuedEvent event(long offset) {
    return one(offset, QueuedEvent.class);
  }

  /// The end at an offset of `note`.
  Settled settled(long offset) {
    return one(offset, Settled.class);
  }

  private <T> T one(long offset, Class<T> type) {
    List<T> found = new ArrayList<>(1);
    journal.read(offset, 1, record -> found.add(read(record, type)));
    return found.getFirst();
  }

  private JournalRecord draft(String kind, String tenant, Object value) {
    try {
      return JournalRecord.draft(kind, tenant, clock.utcNs(), JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("events can always be written as JSON", e);
    }
  }

  private static <T> T read(JournalRecord record, Class<T> type) {
    try {
      return JSON.readValue(record.payload(), type);
    } catch (IOException e) {
      throw new UncheckedIOException("journal record " + record + " can't be read", e);
    }
  }
}
