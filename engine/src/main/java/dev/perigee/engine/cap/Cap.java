package dev.perigee.engine.cap;

import dev.perigee.model.ModelException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The most that may be used in any window of a length.
///
/// @param limits in the integer unit of each amount
public record Cap(SortedMap<Amount, Long> limits, long windowNs) {
  /// A day.
  public static final long WINDOW_NS_DEFAULT = 86_400_000_000_000L;

  public Cap {
    limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
    ModelException.require(!limits.isEmpty(), "a cap limits something", limits);
    limits.values().forEach(limit -> ModelException.requireAmount("limit", limit));
    ModelException.require(
        windowNs >= CapMeter.SLOT_COUNT, "windowNs must be >= " + CapMeter.SLOT_COUNT, windowNs);
  }

  long[] limitOfEach() {
    long[] all = new long[Amount.COUNT];
    Arrays.fill(all, Long.MAX_VALUE);
    for (Map.Entry<Amount, Long> limit : limits.entrySet()) {
      all[limit.getKey().ordinal()] = limit.getValue();
    }
    return all;
  }
}
