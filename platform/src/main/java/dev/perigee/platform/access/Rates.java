package dev.perigee.platform.access;

import dev.perigee.world.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts what each of many does against a rate. Thread-safe; who was quiet is forgotten.
///
/// Source: generic cell rate algorithm (ITU-T I.371), which needs one number each.
final class Rates {
  private static final int COUNT_MAX = 16_384;

  private final Clock clock;
  private final Map<String, Long> dueNs = new ConcurrentHashMap<>();

  Rates(Clock clock) {
    this.clock = clock;
  }

  /// How long somebody has to wait; 0 if it was counted.
  long take(String who, Rate rate) {
    long nowNs = clock.monoNs();
    forget(nowNs);
    long toleranceNs = (rate.burst() - 1) * rate.everyNs();
    long[] waitNs = new long[1];
    var _ =
        dueNs.compute(
            who,
            (_, known) -> {
              long due = known == null ? nowNs : Math.max(known, nowNs);
              waitNs[0] = Math.max(0, due - nowNs - toleranceNs);
              return waitNs[0] == 0 ? due + rate.everyNs() : due;
            });
    return waitNs[0];
  }

  private void forget(long nowNs) {
    if (dueNs.size() >= COUNT_MAX) {
      dueNs.values().removeIf(due -> due <= nowNs);
    }
  }
}
