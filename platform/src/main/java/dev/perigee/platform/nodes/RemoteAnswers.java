package dev.perigee.platform.nodes;

import dev.perigee.model.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Entries that came with answers and may not be in the copy of the node's ledger yet. A node that
/// is killed loses what it had not written; the entries of what it had answered are then written
/// from here.
final class RemoteAnswers {
  private static final int COUNT_MAX = 1 << 17;

  private record Answer(LedgerEntry entry, long fromOffset, long contactCount, long atNs) {}

  private final ConcurrentLinkedQueue<Answer> recent = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();

  /// @param fromOffset where the copy of the node's ledger ended when the invocation was sent
  void add(LedgerEntry entry, long fromOffset, long contactCount) {
    if (count.incrementAndGet() <= COUNT_MAX) {
      recent.add(new Answer(entry, fromOffset, contactCount, System.nanoTime()));
    } else {
      count.decrementAndGet();
      dropped.increment();
    }
  }

  /// Answers that were too many to be kept in mind.
  long droppedCount() {
    return dropped.sum();
  }

  /// The copy of the ledger has everything that the node had answered until a time.
  ///
  /// @param anewContact the contact with which the node last began anew
  /// @param missing takes the entries that no ledger has
  void settle(RemoteLedger ledger, long anewContact, long untilNs, Consumer<LedgerEntry> missing) {
    List<Answer> ofEarlier = new ArrayList<>();
    for (Answer head = recent.peek();
        head != null && head.atNs() - untilNs < 0;
        head = recent.peek()) {
      recent.remove();
      count.decrementAndGet();
      if (head.contactCount() < anewContact) {
        ofEarlier.add(head);
      }
    }
    if (!ofEarlier.isEmpty()) {
      long fromOffset = ofEarlier.stream().mapToLong(Answer::fromOffset).min().orElse(0);
      Set<UUID> there = ledger.invocationsFrom(fromOffset);
      ofEarlier.stream()
          .map(Answer::entry)
          .filter(entry -> !there.contains(entry.invocationId()))
          .forEach(missing);
    }
  }
}
