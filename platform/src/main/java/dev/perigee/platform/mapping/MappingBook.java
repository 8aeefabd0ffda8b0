package dev.perigee.platform.mapping;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.platform.record.NoteJournal;
import dev.perigee.world.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// The mappings of all tenants, as the journal has them. Thread-safe; what is put is durable when a
/// method returns.
public final class MappingBook {
  private static final String PUT = "mapping-put";
  private static final String DELETED = "mapping-deleted";

  private final NoteJournal journal;

  /// Never changed, only replaced.
  private volatile TreeMap<UUID, Mapping> mappings = new TreeMap<>();

  private record Deleted(UUID id) {}

  public MappingBook(Journal journal, Clock clock) {
    this.journal = new NoteJournal(journal, clock);
    this.journal.read(
        Set.of(PUT, DELETED),
        record -> {
          switch (record.kind()) {
            case PUT -> apply(NoteJournal.read(record, Mapping.class));
            case DELETED -> remove(NoteJournal.read(record, Deleted.class).id());
            default -> {}
          }
        });
  }

  private void apply(Mapping mapping) {
    TreeMap<UUID, Mapping> changed = new TreeMap<>(mappings);
    changed.put(mapping.id(), mapping);
    mappings = changed;
  }

  private void remove(UUID id) {
    TreeMap<UUID, Mapping> changed = new TreeMap<>(mappings);
    changed.remove(id);
    mappings = changed;
  }

  public synchronized void put(Mapping mapping) {
    var _ = journal.appendAndWait(PUT, mapping.tenant(), mapping);
    apply(mapping);
  }

  public synchronized void delete(Mapping mapping) {
    var _ = journal.appendAndWait(DELETED, mapping.tenant(), new Deleted(mapping.id()));
    remove(mapping.id());
  }

  public Optional<Mapping> find(String tenant, UUID id) {
    return Optional.ofNullable(mappings.get(id)).filter(found -> found.tenant().equals(tenant));
  }

  /// A tenant's mappings by id.
  public List<Mapping> list(String tenant) {
    return all().stream().filter(each -> each.tenant().equals(tenant)).toList();
  }

  List<Mapping> all() {
    return List.copyOf(mappings.values());
  }
}
