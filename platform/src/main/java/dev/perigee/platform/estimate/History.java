package dev.perigee.platform.estimate;

import dev.perigee.engine.cap.Amount;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.platform.control.Range;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the calls of a function with so much memory took. Not thread-safe.
final class History {
  private static final double NS_PER_MS = 1e6;

  private final int memoryMb;
  private final Map<Amount, Spread> amounts = new EnumMap<>(Amount.class);
  private final Spread durationMs = new Spread();

  History(int memoryMb) {
    this.memoryMb = memoryMb;
  }

  void add(LedgerEntry entry) {
    if (entry.outcome() == Outcome.THROTTLED || entry.memoryMb() != memoryMb) {
      return;
    }
    long[] taken = Amount.taken(entry);
    for (Amount amount : Amount.values()) {
      amounts.computeIfAbsent(amount, _ -> new Spread()).add((double) taken[amount.ordinal()]);
    }
    durationMs.add(entry.phases().handlerNs() / NS_PER_MS);
  }

  long count() {
    return durationMs.count();
  }

  Range durationMs() {
    return durationMs.range();
  }

  /// In the units of requests.
  SortedMap<Amount, Range> perInvocation() {
    SortedMap<Amount, Range> ranges = new TreeMap<>();
    amounts.forEach((amount, spread) ->
        ranges.put(amount, spread.range().times(Math.pow(10, -amount.decimals()))));
    return ranges;
  }
}
