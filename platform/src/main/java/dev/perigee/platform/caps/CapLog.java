package dev.perigee.platform.caps;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.platform.caps.CapNote.CapLifted;
import dev.perigee.platform.caps.CapNote.CapSet;
import dev.perigee.platform.caps.CapNote.Killed;
import dev.perigee.platform.caps.CapNote.Probation;
import dev.perigee.platform.caps.CapNote.Revived;
import dev.perigee.platform.caps.CapNote.Tripped;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Safeguards.Kind;
import dev.perigee.platform.control.Safeguards.Subject;
import dev.perigee.platform.record.NoteJournal;
import dev.perigee.world.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.function.ObjLongConsumer;

/// Safeguards in the journal.
final class CapLog {
  private static final Map<String, Class<? extends CapNote>> KINDS =
      Map.of(
          "cap-set", CapSet.class,
          "cap-lifted", CapLifted.class,
          "probation-begun", Probation.class,
          "killed", Killed.class,
          "revived", Revived.class,
          "cap-tripped", Tripped.class);

  private final NoteJournal journal;

  CapLog(Journal journal, Clock clock) {
    this.journal = new NoteJournal(journal, clock);
  }

  /// All notes in order, each with its time.
  void read(ObjLongConsumer<CapNote> reader) {
    journal.read(
        KINDS.keySet(),
        record -> {
          Class<? extends CapNote> type = Objects.requireNonNull(KINDS.get(record.kind()));
          reader.accept(NoteJournal.read(record, type), record.utcNs());
        });
  }

  /// Returns when the note is durable.
  ///
  /// @throws ControlException UNAVAILABLE if it can't be written
  void append(CapNote note) {
    var _ = journal.appendAndWait(kind(note), note.tenant(), note);
    if (note instanceof Killed killed) {
      FunctionName function = killed.function();
      CapTripEvent.tell(
          new Subject(Kind.FUNCTION, function.tenant(), function.name()), "killed", null);
    }
  }

  /// Nobody waits for a trip: the meters know the state without it, and a disk that is full is
  /// reported by what has to be kept.
  void tell(Tripped trip) {
    CapTripEvent.tell(trip.subject(), trip.state(), trip.amount());
    var _ = journal.append(kind(trip), trip.tenant(), trip);
  }

  private static String kind(CapNote note) {
    return switch (note) {
      case CapSet _ -> "cap-set";
      case CapLifted _ -> "cap-lifted";
      case Probation _ -> "probation-begun";
      case Killed _ -> "killed";
      case Revived _ -> "revived";
      case Tripped _ -> "cap-tripped";
    };
  }
}
