package dev.perigee.energy;

import java.util.Arrays;

/// Cuts a whole into integer parts in proportion to weights: each gets its quota rounded down, and
/// what is then left goes, one unit each, to those with the largest remainders (Hamilton's method).
/// Equal remainders: lower index first.
final class LargestRemainder {
  private static final int INDEX_BITS = 28;
  private static final double REMAINDER_STEPS = 1L << 34;

  private LargestRemainder() {}

  /// Parts that add up to `whole` exactly. Without any weight the last part takes it all.
  static long[] cut(long whole, double[] weights) {
    long[] parts = new long[weights.length];
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    if (!(sum > 0)) {
      parts[parts.length - 1] = whole;
      return parts;
    }
    long[] order = new long[weights.length];
    long left = whole;
    int candidates = 0;
    for (int i = 0; i < weights.length; i++) {
      double quota = whole * (weights[i] / sum);
      parts[i] = (long) Math.floor(quota);
      left -= parts[i];
      if (weights[i] > 0) {
        long remainder = (long) ((quota - parts[i]) * REMAINDER_STEPS);
        order[candidates++] = ((long) REMAINDER_STEPS - remainder) << INDEX_BITS | i;
      }
    }
    spread(parts, order, candidates, left);
    return parts;
  }

  /// Floating point may make the quotas add up to a few units too many or too few of a very large
  /// whole, hence the loop and the way back.
  private static void spread(long[] parts, long[] order, int candidates, long left) {
    Arrays.sort(order, 0, candidates);
    long open = left;
    for (int i = 0; open > 0; i = (i + 1) % candidates) {
      parts[index(order[i])]++;
      open--;
    }
    for (int i = candidates - 1; open < 0; i = (i + candidates - 1) % candidates) {
      if (parts[index(order[i])] > 0) {
        parts[index(order[i])]--;
        open++;
      }
    }
  }

  private static int index(long packed) {
    return (int) (packed & (1L << INDEX_BITS) - 1);
  }
}
