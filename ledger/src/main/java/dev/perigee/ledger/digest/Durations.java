package dev.perigee.ledger.digest;

/// How often a duration was how long, to 1.6 %: 32 equal steps in each power of two, from 1 us on.
/// Rows are made when they are needed, so a function of steady length takes some 100 bytes.
final class Durations {
  private static final int STEP_BITS = 5;
  private static final int STEPS = 1 << STEP_BITS;
  private static final int OCTAVE_MIN = 10;

  private final int[][] rows = new int[Long.SIZE - OCTAVE_MIN][];
  private long count;

  void add(long ns) {
    long value = Math.max(ns, 1L << OCTAVE_MIN);
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
    int row = octave - OCTAVE_MIN;
    if (rows[row] == null) {
      rows[row] = new int[STEPS];
    }
    rows[row][(int) (value >>> (octave - STEP_BITS)) & (STEPS - 1)]++;
    count++;
  }

  /// The middle of the step that holds this quantile; 0 if there is nothing.
  ///
  /// @param fraction 0..1
  long quantileNs(double fraction) {
    long rank = Math.max(1, (long) Math.ceil(fraction * count));
    long seen = 0;
    for (int row = 0; row < rows.length; row++) {
      for (int step = 0; rows[row] != null && step < STEPS; step++) {
        seen += rows[row][step];
        if (seen >= rank) {
          return middleNs(row + OCTAVE_MIN, step);
        }
      }
    }
    return 0;
  }

  private static long middleNs(int octave, int step) {
    long widthNs = 1L << (octave - STEP_BITS);
    return (1L << octave) + step * widthNs + widthNs / 2;
  }
}
