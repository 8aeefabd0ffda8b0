package dev.perigee.platform.record;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.world.Clock;
import dev.perigee.world.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The engine's entries in the journal.
public final class EntryLog {
  private final Journal journal;
  private final Clock clock;

  public EntryLog(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /// All entries so far, in order.
  public List<Entry> read() {
    List<Entry> entries = new ArrayList<>();
    journal.read(0, record -> EntryCodec.entry(record).ifPresent(entries::add));
    return entries;
  }

  /// Makes an entry durable; `done` gets nothing when it is, or the reason why it isn't.
  public void append(Entry entry, Consumer<Optional<String>> done) {
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
