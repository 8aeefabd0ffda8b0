package dev.perigee.platform.caps;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Calls of a capped subject that the ledger has not settled yet. Not thread-safe.
final class OpenCalls {
  /// A settlement comes within seconds, or not at all.
  private static final long KEPT_NS = TimeUnit.SECONDS.toNanos(60);

  /// What is known of a call.
  sealed interface Open {
    record Running() implements Open {}

    /// @param held what stays reserved until the ledger has settled it
    record Answered(long utcNs, long[] held) implements Open {}

    /// The ledger was faster than the answer.
    ///
    /// @param whole final amounts
    record Settled(long[] whole) implements Open {}

    /// It was not admitted here, or is settled.
    record Unknown() implements Open {}
  }

  private static final Open RUNNING = new Open.Running();
  private static final Open UNKNOWN = new Open.Unknown();

  private final Map<UUID, Open> calls = new LinkedHashMap<>();

  void begin(UUID id) {
    calls.put(id, RUNNING);
  }

  Open find(UUID id) {
    return calls.getOrDefault(id, UNKNOWN);
  }

  Open remove(UUID id) {
    Open removed = calls.remove(id);
    return removed == null ? UNKNOWN : removed;
  }

  void answer(UUID id, long utcNs, long[] held) {
    calls.put(id, new Open.Answered(utcNs, held));
  }

  void settle(UUID id, long[] whole) {
    calls.put(id, new Open.Settled(whole));
  }

  /// Forgets calls that were answered long ago and returns what is held for each. They lie in the
  /// order of their beginnings.
  List<long[]> expire(long utcNs) {
    List<long[]> held = new ArrayList<>();
    Iterator<Open> oldest = calls.values().iterator();
    boolean young = false;
    while (!young && oldest.hasNext()) {
      if (oldest.next() instanceof Open.Answered answered) {
        young = utcNs - answered.utcNs() < KEPT_NS;
        if (!young) {
          held.add(answered.held());
          oldest.remove();
        }
      }
    }
    return held;
  }
}
