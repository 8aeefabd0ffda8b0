package dev.perigee.bench.load;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Zipf's law over ranks 0 to count - 1: rank r comes up in proportion to (r + 1)^-exponent.
public final class Zipf {
  private final double[] cumulative;

  /// @param exponent 0 for equal shares; 1 is usual
  public Zipf(int count, double exponent) {
    cumulative = new double[count];
    double sum = 0;
    for (int rank = 0; rank < count; rank++) {
      sum += Math.pow(rank + 1, -exponent);
      cumulative[rank] = sum;
    }
  }

  public int next(RandomGenerator random) {
    double at = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, at);
    return Math.min(found < 0 ? -found - 1 : found, cumulative.length - 1);
  }
}
