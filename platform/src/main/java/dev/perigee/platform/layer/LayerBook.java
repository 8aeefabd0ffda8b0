package dev.perigee.platform.layer;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.artefact.Layers;
import dev.perigee.fabric.artefact.Lease;
import dev.perigee.fabric.artefact.Sha256;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.record.NoteJournal;
import dev.perigee.world.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The layers of all tenants, as the journal has them. Thread-safe; what is published or deleted is
/// durable when a method returns. Functions keep the layers that they were deployed with, also
/// deleted ones.
public final class LayerBook {
  private static final String PUBLISHED = "layer-published";
  private static final String DELETED = "layer-deleted";

  private record Key(String tenant, String name, int version) implements Comparable<Key> {
    static Key of(LayerVersion layer) {
      return new Key(layer.tenant(), layer.name(), layer.version());
    }

    @Override
    public int compareTo(Key other) {
      int byTenant = tenant.compareTo(other.tenant);
      int byName = byTenant == 0 ? name.compareTo(other.name) : byTenant;
      return byName == 0 ? Integer.compare(version, other.version) : byName;
    }
  }

  private final NoteJournal journal;
  private final ArtefactStore artefacts;
  private final Clock clock;
  private final NavigableMap<Key, LayerVersion> layers = new ConcurrentSkipListMap<>();

  /// The highest number that a name ever had; numbers never come back.
  private final Map<String, Integer> lastVersions = new HashMap<>();

  public LayerBook(Journal journal, ArtefactStore artefacts, Clock clock) {
    this.journal = new NoteJournal(journal, clock);
    this.artefacts = artefacts;
    this.clock = clock;
    this.journal.read(
        Set.of(PUBLISHED, DELETED),
        record -> {
          switch (record.kind()) {
            case PUBLISHED -> apply(NoteJournal.read(record, LayerVersion.class));
            case DELETED -> layers.remove(NoteJournal.read(record, Key.class));
            default -> {}
          }
        });
  }

  private void apply(LayerVersion layer) {
    layers.put(Key.of(layer), layer);
    lastVersions.merge(layer.tenant() + "/" + layer.name(), layer.version(), Math::max);
  }

  /// Publishes the next version.
  ///
  /// @param draft without number, hash, sizes and time
  public synchronized LayerVersion publish(LayerVersion draft, byte[] zip) {
    try (Lease held = artefacts.hold(Sha256.of(zip))) {
      var _ = artefacts.put(zip);
      int version = lastVersions.getOrDefault(draft.tenant() + "/" + draft.name(), 0) + 1;
      LayerVersion layer =
          new LayerVersion(
              draft.tenant(),
              draft.name(),
              version,
              draft.description(),
              draft.license(),
              draft.runtimes(),
              draft.architectures(),
              held.sha256(),
              zip.length,
              new Layers(artefacts).unpackedBytes(held.sha256()),
              clock.utcNs());
      var _ = journal.appendAndWait(PUBLISHED, layer.tenant(), layer);
      apply(layer);
      return layer;
    } catch (FabricException e) {
      Kind kind = e.reason() == FabricException.Reason.DISK_FULL ? Kind.UNAVAILABLE : Kind.INVALID;
      throw new ControlException(kind, List.of("layer: " + e.getMessage()));
    }
  }

  public Optional<LayerVersion> find(String tenant, String name, int version) {
    return Optional.ofNullable(layers.get(new Key(tenant, name, version)));
  }

  /// The versions of a layer, the newest first.
  public List<LayerVersion> versions(String tenant, String name) {
    return List.copyOf(
        layers
            .subMap(new Key(tenant, name, 0), true, new Key(tenant, name, Integer.MAX_VALUE), true)
            .descendingMap()
            .values());
  }

  /// The newest version of each layer of a tenant, by name.
  public List<LayerVersion> newest(String tenant) {
    Map<String, LayerVersion> newest = new TreeMap<>();
    layers.tailMap(new Key(tenant, "", 0)).values().stream()
        .takeWhile(layer -> layer.tenant().equals(tenant))
        .forEach(layer -> newest.put(layer.name(), layer));
    return List.copyOf(newest.values());
  }

  /// False if there is none.
  public synchronized boolean delete(String tenant, String name, int version) {
    Key key = new Key(tenant, name, version);
    if (!layers.containsKey(key)) {
      return false;
    }
    var _ = journal.appendAndWait(DELETED, tenant, key);
    layers.remove(key);
    return true;
  }

  /// The hashes of all.
  public Collection<String> artefacts() {
    return layers.values().stream().map(LayerVersion::sha256).toList();
  }
}
