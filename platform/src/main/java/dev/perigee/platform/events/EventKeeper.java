package dev.perigee.platform.events;

import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.platform.events.EventNote.Settled;
import dev.perigee.platform.record.Keeper;
import dev.perigee.platform.record.NoteJournal;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/// Needs the records of events that are open or whose result can still be asked for.
record EventKeeper(Predicate<UUID> isKnown, Predicate<UUID> isOpen) implements Keeper {

  private record Named(UUID id) {}

  @Override
  public Set<String> kinds() {
    return EventLog.KINDS;
  }

  /// The end tells how many attempts there were.
  @Override
  public boolean needs(JournalRecord record) {
    UUID id = NoteJournal.read(record, Named.class).id();
    return record.kind().equals(EventLog.ATTEMPTED) ? isOpen.test(id) : isKnown.test(id);
  }

  @Override
  public String countedAs(JournalRecord record) {
    if (!record.kind().equals(EventLog.SETTLED)) {
      return record.kind();
    }
    return EventLog.settledAs(NoteJournal.read(record, Settled.class).state());
  }
}
