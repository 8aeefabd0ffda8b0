package dev.perigee.platform.record;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.record.CatalogueNote.AliasDeleted;
import dev.perigee.platform.record.CatalogueNote.AliasSet;
import dev.perigee.platform.record.CatalogueNote.FactsNoted;
import dev.perigee.platform.record.CatalogueNote.SettingsSet;
import dev.perigee.world.Clock;
import dev.perigee.world.Entry;
import java.util.List;

/// The catalogue's notes in the journal, among the deployments that they speak of.
public final class CatalogueLog {
  private static final String FACTS = "facts";
  private static final String ALIAS = "alias";
  private static final String ALIAS_DELETED = "alias-deleted";
  private static final String SETTINGS = "settings";

  /// Takes what is in the journal, in order.
  public interface Reader {
    void noted(CatalogueNote note);

    void entered(Entry entry, long utcNs);
  }

  private final Journal journal;
  private final Clock clock;

  public CatalogueLog(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  public void read(Reader reader) {
    journal.read(0, record -> read(record, reader));
  }

  /// Returns when the note is durable.
  ///
  /// @throws ControlException UNAVAILABLE if it can't be written
  public void append(CatalogueNote note) {
    try {
      var _ = journal.appendAndWait(draft(note));
    } catch (FabricException e) {
      throw new ControlException(Kind.UNAVAILABLE, List.of(String.valueOf(e.getMessage())));
    }
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

  private JournalRecord draft(CatalogueNote note) {
    long utcNs = clock.utcNs();
    return switch (note) {
      case FactsNoted facts -> EntryCodec.draft(FACTS, facts.function().tenant(), utcNs, facts);
      case AliasSet set -> EntryCodec.draft(ALIAS, set.function().tenant(), utcNs, set);
      case AliasDeleted deleted ->
          EntryCodec.draft(ALIAS_DELETED, deleted.function().tenant(), utcNs, deleted);
      case SettingsSet set -> EntryCodec.draft(SETTINGS, set.function().tenant(), utcNs, set);
    };
  }
}
