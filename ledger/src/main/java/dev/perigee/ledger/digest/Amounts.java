package dev.perigee.ledger.digest;

import java.util.Arrays;

/// Amounts of several kinds over time, in each span's buckets. Rings: what falls out at the old end
/// is gone, what comes for a bucket that is gone is not counted.
final class Amounts {
  private final int kindCount;
  private final long[][] rings = new long[Span.values().length][];
  private final long[] newest = new long[Span.values().length];

  Amounts(int kindCount) {
    this.kindCount = kindCount;
    Arrays.fill(newest, Long.MIN_VALUE);
  }

  /// Adds one amount per kind.
  void add(long utcNs, long... amounts) {
    for (Span span : Span.values()) {
      int slot = slot(span, span.bucket(utcNs));
      long[] ring = rings[span.ordinal()];
      for (int kind = 0; slot >= 0 && kind < kindCount; kind++) {
        ring[slot * kindCount + kind] = Math.addExact(ring[slot * kindCount + kind], amounts[kind]);
      }
    }
  }

  /// The amounts of one kind in the span's buckets up to and with `lastBucket`, oldest first.
  long[] read(Span span, int kind, long lastBucket) {
    int count = span.bucketCount();
    long[] ring = rings[span.ordinal()];
    long[] amounts = new long[count];
    for (int i = 0; ring != null && i < count; i++) {
      long bucket = lastBucket - count + 1 + i;
      if (isKept(span, bucket)) {
        amounts[i] = ring[Math.floorMod(bucket, count) * kindCount + kind];
      }
    }
    return amounts;
  }

  private boolean isKept(Span span, long bucket) {
    long last = newest[span.ordinal()];
    return bucket <= last && bucket > last - span.bucketCount();
  }

  /// Where a bucket lies; moves the ring on if it is a new one, -1 if it is gone.
  private int slot(Span span, long bucket) {
    int index = span.ordinal();
    int count = span.bucketCount();
    if (rings[index] == null) {
      rings[index] = new long[count * kindCount];
      newest[index] = bucket;
    }
    long passed = Math.min(count, bucket - newest[index]);
    for (long each = bucket - passed + 1; passed > 0 && each <= bucket; each++) {
      int from = Math.floorMod(each, count) * kindCount;
      Arrays.fill(rings[index], from, from + kindCount, 0);
    }
    newest[index] = Math.max(newest[index], bucket);
    return isKept(span, bucket) ? Math.floorMod(bucket, count) : -1;
  }
}
