package dev.perigee.platform.record;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.record.CatalogueNote.AliasDeleted;
import dev.perigee.platform.record.CatalogueNote.AliasSet;
import dev.perigee.platform.record.CatalogueNote.FactsNoted;
import dev.perigee.platform.record.CatalogueNote.SettingsSet;
import dev.perigee.world.Clock;
import dev.perigee.world.Entry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Needs of each function the newest deployment and what came after it, and what is young. A
/// deletion before it is needed where there are versions, aliases or settings that it took away.
public final class DeploymentKeeper implements Keeper {
  private static final Set<String> KINDS =
      Set.of(CatalogueLog.FACTS, EntryCodec.DEPLOYED, EntryCodec.DELETED);

  private final Journal journal;
  private final Clock clock;
  private final Duration keep;
  private Map<FunctionId, Newest> newest = Map.of();
  private Set<FunctionName> withMore = Set.of();

  /// @param factsOffset of the facts that belong to the deployment
  private record Newest(long deployedOffset, long factsOffset) {}

  /// @param keep how long what was replaced is kept
  public DeploymentKeeper(Journal journal, Clock clock, Duration keep) {
    this.journal = journal;
    this.clock = clock;
    this.keep = keep;
  }

  @Override
  public Set<String> kinds() {
    return KINDS;
  }

  /// What is deployed while the records are looked at lies behind all of them.
  @Override
  public void begin() {
    Look look = new Look();
    journal.read(CatalogueLog.KINDS, look::take);
    newest = look.newest;
    withMore = look.withMore;
  }

  @Override
  public boolean needs(JournalRecord record) {
    if (record.utcNs() >= clock.utcNs() - keep.toNanos()) {
      return true;
    }
    FunctionId function = functionOf(record);
    Newest last = newest.get(function);
    return last == null
        || switch (record.kind()) {
          case CatalogueLog.FACTS -> record.offset() >= last.factsOffset();
          case EntryCodec.DEPLOYED -> record.offset() >= last.deployedOffset();
          default ->
              record.offset() >= last.deployedOffset()
                  || withMore.contains(FunctionName.of(function));
        };
  }

  private static FunctionId functionOf(JournalRecord record) {
    if (record.kind().equals(CatalogueLog.FACTS)) {
      return EntryCodec.read(record, FactsNoted.class).function();
    }
    return switch (EntryCodec.entry(record).orElseThrow()) {
      case Entry.Deployed(var function) -> function.id();
      case Entry.Deleted(var function) -> function;
      case Entry.Started _ -> throw new IllegalStateException(record + " names no function");
    };
  }

  private static final class Look {
    private final Map<FunctionId, Newest> newest = new HashMap<>();
    private final Map<FunctionId, Long> facts = new HashMap<>();
    private final Set<FunctionName> withMore = new HashSet<>();

    void take(JournalRecord record) {
      switch (record.kind()) {
        case CatalogueLog.FACTS -> facts.put(functionOf(record), record.offset());
        case EntryCodec.DEPLOYED -> {
          FunctionId function = functionOf(record);
          long factsOffset = facts.getOrDefault(function, record.offset());
          newest.put(function, new Newest(record.offset(), factsOffset));
          if (!function.isLatest()) {
            withMore.add(FunctionName.of(function));
          }
        }
        case CatalogueLog.ALIAS -> withMore.add(EntryCodec.read(record, AliasSet.class).function());
        case CatalogueLog.ALIAS_DELETED ->
            withMore.add(EntryCodec.read(record, AliasDeleted.class).function());
        case CatalogueLog.SETTINGS ->
            withMore.add(EntryCodec.read(record, SettingsSet.class).function());
        default -> {}
      }
    }
  }
}
