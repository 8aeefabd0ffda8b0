package dev.perigee.platform.record;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.world.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Lets go of the journal's records that nobody needs any more, and keeps count of them: one record
/// stands for all that ever went. Kinds without a keeper are kept for ever.
public final class JournalCleaner {
  /// Of the record that stands for those that went.
  static final String KIND = "cleaned";

  private static final String TENANT = "perigee";

  /// What goes in one transaction: others wait for it, some 10 ms.
  private static final int COUNT_MAX = 2_000;

  /// A pass reads all that there is, so it has to be worth it.
  private static final long FRESH_MIN = 50_000;

  private static final long PAUSE_MAX_NS = 3_600_000_000_000L;

  private final Journal journal;
  private final Clock clock;
  private final List<Keeper> keepers;
  private Optional<JournalRecord> last = Optional.empty();
  private long cleanedUpTo;
  private long cleanedAtNs;

  /// @param counts records that went, by what they are counted as
  record Cleaned(Map<String, Long> counts) {}

  public JournalCleaner(Journal journal, Clock clock, List<Keeper> keepers) {
    this.journal = journal;
    this.clock = clock;
    this.keepers = List.copyOf(keepers);
    this.cleanedAtNs = clock.monoNs();
    journal.read(Set.of(KIND), record -> last = Optional.of(record));
    this.cleanedUpTo = last.map(JournalRecord::offset).orElse(0L);
  }

  /// How many records went, by what they are counted as.
  static Map<String, Long> counts(JournalRecord record) {
    return EntryCodec.read(record, Cleaned.class).counts();
  }

  /// Cleans if much was written since the last time, or if that is an hour ago.
  public synchronized void cleanIfDue() {
    long nowNs = clock.monoNs();
    if (journal.nextOffset() - cleanedUpTo >= FRESH_MIN || nowNs - cleanedAtNs >= PAUSE_MAX_NS) {
      var _ = clean();
    }
  }

  /// Returns how many records went. If a pass ends early, what went has been counted, and the next
  /// one goes on.
  public synchronized long clean() {
    cleanedAtNs = clock.monoNs();
    long count = 0;
    for (Keeper keeper : keepers) {
      keeper.begin();
      Pass pass = new Pass(keeper);
      journal.read(keeper.kinds(), pass::look);
      pass.letGo();
      count += pass.count;
    }
    cleanedUpTo = journal.nextOffset();
    return count;
  }

  private final class Pass {
    private final Keeper keeper;
    private final List<JournalRecord> going = new ArrayList<>();
    private long count;

    Pass(Keeper keeper) {
      this.keeper = keeper;
    }

    void look(JournalRecord record) {
      if (!keeper.needs(record)) {
        going.add(record);
      }
      if (going.size() == COUNT_MAX) {
        letGo();
      }
    }

    void letGo() {
      if (going.isEmpty()) {
        return;
      }
      Map<String, Long> counts = new TreeMap<>(last.map(JournalCleaner::counts).orElse(Map.of()));
      going.forEach(each -> counts.merge(keeper.countedAs(each), 1L, Long::sum));
      List<Long> offsets = new ArrayList<>(going.stream().map(JournalRecord::offset).toList());
      last.ifPresent(record -> offsets.add(record.offset()));
      JournalRecord draft = EntryCodec.draft(KIND, TENANT, clock.utcNs(), new Cleaned(counts));
      long offset = journal.replaceAndWait(offsets.stream().sorted().toList(), draft);
      last = Optional.of(draft.at(offset));
      going.forEach(keeper::gone);
      count += going.size();
      going.clear();
    }
  }
}
