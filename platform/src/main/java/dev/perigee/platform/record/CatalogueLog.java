package dev.perigee.platform.record;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.record.CatalogueNote.AliasDeleted;
import dev.perigee.platform.record.CatalogueNote.AliasSet;
import dev.perigee.platform.record.CatalogueNote.FactsNoted;
import dev.perigee.platform.record.CatalogueNote.SettingsSet;
import dev.perigee.world.Clock;
import dev.perigee.world.Entry;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The catalogue's notes in the journal, among the deployments that they speak of.
public final class CatalogueLog {
  static final String FACTS = "facts";
  static final String ALIAS = "alias";
  static final String ALIAS_DELETED = "alias-deleted";
  static final String SETTINGS = "settings";
  static final Set<String> KINDS =
      Stream.concat(Stream.of(FACTS, ALIAS, ALIAS_DELETED, SETTINGS), EntryCodec.ENTRIES.stream())
          .collect(Collectors.toUnmodifiableSet());

  /// Takes what is in the journal, in order.
  public interface Reader {
    void noted(CatalogueNote note);

    void entered(Entry entry, long utcNs);
  }

  private final NoteJournal journal;

  public CatalogueLog(Journal journal, Clock clock) {
    this.journal = new NoteJournal(journal, clock);
  }

  public void read(Reader reader) {
    journal.read(KINDS, record -> read(record, reader));
  }

  /// Returns when the note is durable.
  ///
  /// @throws ControlException UNAVAILABLE if it can't be written
  public void append(CatalogueNote note) {
    var _ =
        switch (note) {
          case FactsNoted facts -> append(FACTS, facts.function().tenant(), facts);
          case AliasSet set -> append(ALIAS, set.function().tenant(), set);
          case AliasDeleted deleted -> append(ALIAS_DELETED, deleted.function().tenant(), deleted);
          case SettingsSet set -> append(SETTINGS, set.function().tenant(), set);
        };
  }

  private long append(String kind, String tenant, CatalogueNote note) {
    return journal.appendAndWait(kind, tenant, note);
  }

  private static void read(JournalRecord record, Reader reader) {
    switch (record.kind()) {
      case FACTS -> reader.noted(EntryCodec.read(record, FactsNoted.class));
      case ALIAS -> reader.noted(EntryCodec.read(record, AliasSet.class));
      case ALIAS_DELETED -> reader.noted(EntryCodec.read(record, AliasDeleted.class));
      case SETTINGS -> reader.noted(EntryCodec.read(record, SettingsSet.class));
      default -> EntryCodec.entry(record).ifPresent(entry -> reader.entered(entry, record.utcNs()));
    }
  }
}
