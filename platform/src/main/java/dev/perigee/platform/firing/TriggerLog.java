package dev.perigee.platform.firing;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.platform.record.NoteJournal;
import dev.perigee.world.Clock;
import java.util.function.Consumer;

/// Triggers in the journal.
final class TriggerLog {
  private static final String PUT = "trigger-put";
  private static final String DELETED = "trigger-deleted";
  private static final String DONE = "trigger-done";

  private final NoteJournal journal;

  TriggerLog(Journal journal, Clock clock) {
    this.journal = new NoteJournal(journal, clock);
  }

  void read(Consumer<TriggerNote> reader) {
    journal.read(record -> read(record, reader));
  }

  private static void read(JournalRecord record, Consumer<TriggerNote> reader) {
    switch (record.kind()) {
      case PUT -> reader.accept(NoteJournal.read(record, TriggerNote.Put.class));
      case DELETED -> reader.accept(NoteJournal.read(record, TriggerNote.Deleted.class));
      case DONE -> reader.accept(NoteJournal.read(record, TriggerNote.Done.class));
      default -> {}
    }
  }

  /// Returns when the note is durable.
  void append(TriggerNote note) {
    String kind =
        switch (note) {
          case TriggerNote.Put _ -> PUT;
          case TriggerNote.Deleted _ -> DELETED;
          case TriggerNote.Done _ -> DONE;
        };
    var _ = journal.appendAndWait(kind, note.tenant(), note);
  }
}
