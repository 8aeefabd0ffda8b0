package dev.perigee.platform.caps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.platform.caps.CapNote.CapLifted;
import dev.perigee.platform.caps.CapNote.CapSet;
import dev.perigee.platform.caps.CapNote.Killed;
import dev.perigee.platform.caps.CapNote.Revived;
import dev.perigee.platform.caps.CapNote.Tripped;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.world.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/// Safeguards in the journal.
final class CapLog {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, Class<? extends CapNote>> KINDS =
      Map.of(
          "cap-set", CapSet.class,
          "cap-lifted", CapLifted.class,
          "killed", Killed.class,
          "revived", Revived.class,
          "cap-tripped", Tripped.class);

  private final Journal journal;
  private final Clock clock;

  CapLog(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /// All notes in order, each with its time.
  void read(ObjLongConsumer<CapNote> reader) {
    journal.read(
        0,
        record -> {
          Class<? extends CapNote> type = KINDS.get(record.kind());
          if (type != null) {
            reader.accept(read(record, type), record.utcNs());
          }
        });
  }

  /// Returns when the note is durable.
  ///
  /// @throws ControlException UNAVAILABLE if it can't be written
  void append(CapNote note) {
    try {
      var _ = journal.appendAndWait(draft(note));
    } catch (FabricException e) {
      throw new ControlException(Kind.UNAVAILABLE, List.of(String.valueOf(e.getMessage())));
    }
  }

  /// Nobody waits for a trip: the meters know the state without it.
  void tell(Tripped trip) {
    try {
      var _ = journal.append(draft(trip));
    } catch (FabricException _) {
      // A disk that is full is reported by what has to be kept.
    }
  }

  private JournalRecord draft(CapNote note) {
    String kind =
        switch (note) {
          case CapSet _ -> "cap-set";
          case CapLifted _ -> "cap-lifted";
          case Killed _ -> "killed";
          case Revived _ -> "revived";
          case Tripped _ -> "cap-tripped";
        };
    try {
      return JournalRecord.draft(kind, note.tenant(), clock.utcNs(), JSON.writeValueAsBytes(note));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("notes can always be written as JSON", e);
    }
  }

  private static CapNote read(JournalRecord record, Class<? extends CapNote> type) {
    try {
      return JSON.readValue(record.payload(), type);
    } catch (IOException e) {
      throw new UncheckedIOException("journal record " + record + " can't be read", e);
    }
  }
}
