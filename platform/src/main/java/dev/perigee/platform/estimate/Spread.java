package dev.perigee.platform.estimate;

import dev.perigee.platform.control.Range;

/// Mean and variance of what comes one after the other (Welford, 1962). Not thread-safe.
final class Spread {
  /// Of the normal distribution, for 95 %.
  private static final double Z = 1.96;

  private long count;
  private double mean;
  private double squares;

  void add(double value) {
    count++;
    double distance = value - mean;
    mean += distance / count;
    squares += distance * (value - mean);
  }

  long count() {
    return count;
  }

  /// The mean with its confidence interval, which needs two values.
  Range range() {
    double half = count < 2 ? 0 : Z * Math.sqrt(squares / (count - 1) / count);
    return new Range(mean, Math.max(0, mean - half), mean + half);
  }
}
