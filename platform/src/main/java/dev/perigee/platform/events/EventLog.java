package dev.perigee.platform.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.world.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Events in the journal: one record when an event is taken, one when it is settled.
final class EventLog {
  private static final String QUEUED = "event-queued";
  private static final String SETTLED = "event-settled";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// How an event ended.
  record Settled(UUID id, boolean done, String reason) {}

  private final Journal journal;
  private final Clock clock;

  EventLog(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /// Events that were taken and never settled, in order.
  Collection<QueuedEvent> open() {
    Map<UUID, QueuedEvent> open = new LinkedHashMap<>();
    journal.read(
        0,
        record -> {
          if (record.kind().equals(QUEUED)) {
            QueuedEvent event = read(record, QueuedEvent.class);
            open.put(event.id(), event);
          } else if (record.kind().equals(SETTLED)) {
            open.remove(read(record, Settled.class).id());
          }
        });
    return open.values();
  }

  /// Returns when the event is durable.
  ///
  /// @throws ControlException UNAVAILABLE if it can't be written
  void queued(QueuedEvent event) {
    try {
      var _ = journal.appendAndWait(draft(QUEUED, event.function().tenant(), event));
    } catch (FabricException e) {
      throw new ControlException(Kind.UNAVAILABLE, List.of(String.valueOf(e.getMessage())));
    }
  }

  /// Nobody waits for it: if it is lost, the event runs once more.
  void settled(String tenant, Settled settled) {
    try {
      var _ = journal.append(draft(SETTLED, tenant, settled));
    } catch (FabricException _) {
      // As if the machine had stopped before: at least once is what was promised.
    }
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
