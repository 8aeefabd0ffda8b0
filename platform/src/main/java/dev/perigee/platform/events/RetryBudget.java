package dev.perigee.platform.events;

import java.util.concurrent.TimeUnit;

/// How many of a function's attempts may be retries: in any window of ten seconds, which slides in
/// steps of one,
///
///     retries <= max(perS x 10, tenth of the first attempts)
///
/// so that a function that is down costs little, and a busy one may have some that fail (Google,
/// "Site Reliability Engineering", 2016, chapter 21: 10 %). Not thread-safe.
final class RetryBudget {
  static final int WINDOW_S = 10;
  private static final int FIRSTS_PER_RETRY = 10;
  private static final long SLOT_NS = TimeUnit.SECONDS.toNanos(1);

  private final long retriesMin;
  private final long[] firsts = new long[WINDOW_S];
  private final long[] retries = new long[WINDOW_S];
  private long slot = Long.MIN_VALUE;
  private long firstCount;
  private long retryCount;

  /// @param perS so many are always allowed
  RetryBudget(int perS) {
    this.retriesMin = (long) perS * WINDOW_S;
  }

  void first(long monoNs) {
    advance(monoNs);
    firsts[index(slot)]++;
    firstCount++;
  }

  /// Whether a retry may begin; if so it counts.
  boolean tryRetry(long monoNs) {
    advance(monoNs);
    if (retryCount >= allowed()) {
      return false;
    }
    retries[index(slot)]++;
    retryCount++;
    return true;
  }

  /// Retries that the window may hold now.
  long allowed() {
    return Math.max(retriesMin, firstCount / FIRSTS_PER_RETRY);
  }

  long firstCount() {
    return firstCount;
  }

  long retryCount() {
    return retryCount;
  }

  private void advance(long monoNs) {
    long now = Math.floorDiv(monoNs, SLOT_NS);
    if (slot == Long.MIN_VALUE) {
      slot = now;
    }
    long steps = Math.min(now - slot, WINDOW_S);
    for (long step = 1; step <= steps; step++) {
      int old = index(slot + step);
      firstCount -= firsts[old];
      retryCount -= retries[old];
      firsts[old] = 0;
      retries[old] = 0;
    }
    slot = Math.max(slot, now);
  }

  private static int index(long slot) {
    return (int) Math.floorMod(slot, (long) WINDOW_S);
  }
}
