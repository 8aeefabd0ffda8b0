package dev.perigee.ledger;

import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// How far the blocks of one writer have been read.
final class WriterView {
  private final TreeMap<Long, LedgerEntry> open = new TreeMap<>();

  /// Settlements that wait for their window's row. One that follows another of the same entry
  /// replaces it: after a crash between the two blocks the writer settles anew.
  private final TreeMap<Long, Settlement> proposed = new TreeMap<>();

  private final TreeMap<Long, Long> gaps = new TreeMap<>();
  private long firstSequence = -1;
  private long nextSequence;
  private long missing;
  private long repeated;

  /// A settlement with its entry as it was written and as it is now; both are absent when the
  /// entry's segment is gone.
  record Settled(
      Settlement settlement, Optional<LedgerEntry> provisional, Optional<LedgerEntry> entry) {}

  /// Takes a block of entries and gives those that were written as settled.
  List<LedgerEntry> add(LedgerBlock.Entries block) {
    return add(block, fresh -> {});
  }

  /// The same; `fresh` gets each entry that had not come before.
  List<LedgerEntry> add(LedgerBlock.Entries block, Consumer<LedgerEntry> fresh) {
    noteSequence(block.firstSequence());
    List<LedgerEntry> settled = new ArrayList<>();
    long sequence = block.firstSequence();
    for (LedgerEntry entry : block.rows()) {
      if (sequence < nextSequence) {
        repeated++;
      } else {
        fresh.accept(entry);
        if (entry.settled()) {
          settled.add(entry);
        } else {
          open.put(sequence, entry);
        }
      }
      sequence++;
    }
    nextSequence = Math.max(nextSequence, sequence);
    return settled;
  }

  void propose(Settlement settlement) {
    proposed.put(settlement.sequence(), settlement);
  }

  List<Settled> commit() {
    List<Settled> settled = new ArrayList<>(proposed.size());
    for (Settlement settlement : proposed.values()) {
      LedgerEntry entry = open.remove(settlement.sequence());
      if (entry != null) {
        settled.add(
            new Settled(settlement, Optional.of(entry), Optional.of(settled(entry, settlement))));
      } else if (isGone(settlement.sequence())) {
        settled.add(new Settled(settlement, Optional.empty(), Optional.empty()));
      } else {
        repeated++;
      }
    }
    proposed.clear();
    return settled;
  }

  SortedMap<Long, LedgerEntry> open() {
    return Collections.unmodifiableSortedMap(open);
  }

  long nextSequence() {
    return nextSequence;
  }

  long missing() {
    return missing;
  }

  long repeated() {
    return repeated;
  }

  private void noteSequence(long sequence) {
    if (firstSequence < 0) {
      firstSequence = sequence;
      nextSequence = sequence;
    } else if (sequence > nextSequence) {
      gaps.put(nextSequence, sequence);
      missing += sequence - nextSequence;
      nextSequence = sequence;
    }
  }

  private boolean isGone(long sequence) {
    var gap = gaps.floorEntry(sequence);
    return firstSequence < 0
        || sequence < firstSequence
        || sequence >= nextSequence
        || gap != null && sequence < gap.getValue();
  }

  private static LedgerEntry settled(LedgerEntry entry, Settlement settlement) {
    Carbon carbon =
        new Carbon(
            settlement.operationNanoGramsCo2e(),
            entry.carbon().transmissionNanoGramsCo2e(),
            entry.carbon().embodiedNanoGramsCo2e());
    return entry.settle(settlement.energy(), carbon);
  }
}
