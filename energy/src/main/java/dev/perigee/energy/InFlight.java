package dev.perigee.energy;

import dev.perigee.model.ledger.Energy;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What invocations that have not ended yet were given by the windows so far, by id.
public record InFlight(SortedMap<Long, Energy> parts) {
  public static final InFlight NONE = new InFlight(Collections.emptySortedMap());

  public InFlight {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  /// Energy that nodes drew and no window has booked yet.
  public long totalMicroJ() {
    long sum = 0;
    for (Energy part : parts.values()) {
      sum = Math.addExact(sum, part.totalMicroJ());
    }
    return sum;
  }
}
