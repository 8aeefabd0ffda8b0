package dev.perigee.bench.load;

/// Counts of times in buckets that are at most 1/64 of their value wide; up to about 70 minutes.
/// Not thread-safe: each thread has its own and they are added up.
public final class Latencies {
  private static final int SUB_BITS = 6;
  private static final int SUB_COUNT = 1 << SUB_BITS;
  private static final int BUCKET_COUNT = 37 * SUB_COUNT;

  private final long[] counts = new long[BUCKET_COUNT];
  private long count;
  private long maxNs;

  public void add(long ns) {
    long value = Math.max(0, ns);
    counts[bucketOf(value)]++;
    count++;
    maxNs = Math.max(maxNs, value);
  }

  public void add(Latencies other) {
    for (int i = 0; i < BUCKET_COUNT; i++) {
      counts[i] += other.counts[i];
    }
    count += other.count;
    maxNs = Math.max(maxNs, other.maxNs);
  }

  public long count() {
    return count;
  }

  public long maxNs() {
    return maxNs;
  }

  /// The least time that this part of all is not above; exact to 1/64.
  ///
  /// @param fraction such as 0.5 for the median
  public long quantileNs(double fraction) {
    long rank = Math.max(1, (long) Math.ceil(fraction * count));
    long seen = 0;
    for (int i = 0; i < BUCKET_COUNT; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return Math.min(upperNs(i), maxNs);
      }
    }
    return maxNs;
  }

  static int bucketOf(long ns) {
    if (ns < SUB_COUNT) {
      return (int) ns;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(ns) - SUB_BITS;
    int bucket = (shift << SUB_BITS) + (int) (ns >> shift);
    return Math.min(bucket, BUCKET_COUNT - 1);
  }

  static long upperNs(int bucket) {
    if (bucket < 2 * SUB_COUNT) {
      return bucket;
    }
    int shift = (bucket >> SUB_BITS) - 1;
    return ((long) (bucket - (shift << SUB_BITS)) + 1 << shift) - 1;
  }
}
