package dev.perigee.platform.firing;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.platform.record.Keeper;
import dev.perigee.platform.record.NoteJournal;
import dev.perigee.platform.record.SealedJournal;
import dev.perigee.world.Clock;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.ObjLongConsumer;

/// Triggers in the journal. What they are set to lies sealed there, since it may hold a login.
final class TriggerLog {
  private static final String PUT = SealedJournal.TRIGGER_PUT;
  private static final String DELETED = "trigger-deleted";
  private static final String DONE = "trigger-done";

  private final NoteJournal journal;

  TriggerLog(Journal journal, Clock clock) {
    this.journal = new NoteJournal(journal, clock);
  }

  void read(ObjLongConsumer<TriggerNote> reader) {
    journal.read(Set.of(PUT, DELETED, DONE), record -> read(record, reader));
  }

  /// Needs of what was done only what holds now.
  ///
  /// @param holds whether the note at an offset is the newest of its trigger
  static Keeper keeper(BiPredicate<TriggerNote.Done, Long> holds) {
    return new Keeper() {
      @Override
      public Set<String> kinds() {
        return Set.of(DONE);
      }

      @Override
      public boolean needs(JournalRecord record) {
        return holds.test(NoteJournal.read(record, TriggerNote.Done.class), record.offset());
      }
    };
  }

  private static void read(JournalRecord record, ObjLongConsumer<TriggerNote> reader) {
    long at = record.offset();
    switch (record.kind()) {
      case PUT -> reader.accept(NoteJournal.read(record, TriggerNote.Put.class), at);
      case DELETED -> reader.accept(NoteJournal.read(record, TriggerNote.Deleted.class), at);
      case DONE -> reader.accept(NoteJournal.read(record, TriggerNote.Done.class), at);
      default -> {}
    }
  }

  /// Returns the offset when the note is durable.
  long append(TriggerNote note) {
    String kind =
        switch (note) {
          case TriggerNote.Put _ -> PUT;
          case TriggerNote.Deleted _ -> DELETED;
          case TriggerNote.Done _ -> DONE;
        };
    return journal.appendAndWait(kind, note.tenant(), note);
  }
}
