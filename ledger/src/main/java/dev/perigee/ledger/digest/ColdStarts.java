package dev.perigee.ledger.digest;

import dev.perigee.model.ledger.Phases;
import java.util.Arrays;

/// The phases of a function's last cold starts.
final class ColdStarts {
  static final int SAMPLE_COUNT_MAX = 64;
  private static final int PHASES = 6;

  private final long[][] samplesNs = new long[PHASES][SAMPLE_COUNT_MAX];
  private long count;

  void add(Phases phases) {
    int at = (int) (count++ % SAMPLE_COUNT_MAX);
    samplesNs[0][at] = phases.queueNs();
    samplesNs[1][at] = phases.placeNs();
    samplesNs[2][at] = phases.fetchNs();
    samplesNs[3][at] = phases.sandboxNs();
    samplesNs[4][at] = phases.initNs();
    samplesNs[5][at] = phases.handlerNs();
  }

  /// The median of each phase by itself; with an even number the lower of the two in the middle.
  Phases medians() {
    return new Phases(median(0), median(1), median(2), median(3), median(4), median(5));
  }

  private long median(int phase) {
    int kept = (int) Math.min(count, SAMPLE_COUNT_MAX);
    long[] sorted = Arrays.copyOf(samplesNs[phase], kept);
    Arrays.sort(sorted);
    return kept == 0 ? 0 : sorted[(kept - 1) / 2];
  }
}
