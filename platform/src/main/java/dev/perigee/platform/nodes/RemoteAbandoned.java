package dev.perigee.platform.nodes;

import dev.perigee.model.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Invocations that were answered with an error because contact broke. If the node ran one, its own
/// ledger has the entry and nothing is missing; if it did not, or was killed before the entry was
/// on its disk, the entry of the error answer is written instead. Which it is can be told once the
/// node is back: at once if it has begun anew, else when the function's time is over.
final class RemoteAbandoned {
  private static final int COUNT_MAX = 65_536;
  private static final long GRACE_NS = 2_000_000_000L;

  /// @param fromOffset where the copy of the node's ledger ended when the invocation was sent
  private record Abandoned(LedgerEntry entry, long fromOffset, long contactCount, long timeoutNs) {}

  private final List<Abandoned> waiting = new ArrayList<>();
  private final LongAdder unaccounted = new LongAdder();

  synchronized void add(LedgerEntry entry, long fromOffset, long contactCount, long timeoutNs) {
    if (waiting.size() < COUNT_MAX) {
      waiting.add(new Abandoned(entry, fromOffset, contactCount, timeoutNs));
    } else {
      unaccounted.increment();
    }
  }

  /// Error answers that were too many to be kept in mind.
  long unaccountedCount() {
    return unaccounted.sum();
  }

  /// The copy of the ledger has everything that the node had a moment ago.
  ///
  /// @param contactNs how long there has been contact
  /// @param anewContact the contact with which the node last began anew
  /// @param missing takes the entries that no ledger has
  synchronized void settle(
      RemoteLedger ledger,
      long contactCount,
      long contactNs,
      long anewContact,
      Consumer<LedgerEntry> missing) {
    List<Abandoned> due =
        waiting.stream()
            .filter(each -> each.contactCount() < contactCount)
            .filter(each ->
                each.contactCount() < anewContact || contactNs > each.timeoutNs() + GRACE_NS)
            .toList();
    if (due.isEmpty()) {
      return;
    }
    long fromOffset = due.stream().mapToLong(Abandoned::fromOffset).min().orElse(0);
    Set<UUID> there = ledger.invocationsFrom(fromOffset);
    due.stream()
        .map(Abandoned::entry)
        .filter(entry -> !there.contains(entry.invocationId()))
        .forEach(missing);
    waiting.removeAll(due);
  }
}
