package dev.perigee.platform.record;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.world.Clock;
import dev.perigee.world.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The engine's entries in the journal.
public final class EntryLog {
  private final Journal journal;
  private final Clock clock;
  private final Map<FunctionId, Integer> lastVersions = new ConcurrentHashMap<>();

  public EntryLog(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /// All entries so far, in order.
  public List<Entry> read() {
    List<Entry> entries = new ArrayList<>();
    journal.read(EntryCodec.ENTRIES, record -> EntryCodec.entry(record).ifPresent(entries::add));
    entries.forEach(this::number);
    return entries;
  }

  /// The highest version that a function ever had, also before it was deleted; 0 if none. Workers
  /// of a deleted function may live on for a while, so a version number never comes back.
  public int lastVersion(FunctionId function) {
    return lastVersions.getOrDefault(function, 0);
  }

  private void number(Entry entry) {
    if (entry instanceof Entry.Deployed deployed) {
      lastVersions.merge(deployed.function().id(), deployed.function().version(), Math::max);
    }
  }

  /// Makes an entry durable; `done` gets nothing when it is, or the reason why it isn't.
  public void append(Entry entry, Consumer<Optional<String>> done) {
    number(entry);
    try {
      var _ =
          journal
              .append(EntryCodec.encode(entry, clock.utcNs()))
              .whenComplete((_, problem) ->
                  done.accept(
                      Optional.ofNullable(problem).map(each -> String.valueOf(each.getMessage()))));
    } catch (FabricException e) {
      done.accept(Optional.of(String.valueOf(e.getMessage())));
    }
  }
}
