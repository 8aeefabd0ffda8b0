package dev.perigee.ledger.digest;

import dev.perigee.ledger.LedgerException;

/// How far amounts over time reach back, and in what steps.
public enum Span {
  MINUTES_15("15m", 10, 90),
  HOURS_6("6h", 300, 72),
  DAYS_7("7d", 7_200, 84);

  private static final long NS_PER_S = 1_000_000_000L;

  private final String text;
  private final int bucketS;
  private final int bucketCount;

  Span(String text, int bucketS, int bucketCount) {
    this.text = text;
    this.bucketS = bucketS;
    this.bucketCount = bucketCount;
  }

  /// Reads `15m`, `6h` or `7d`.
  public static Span parse(String text) {
    for (Span span : values()) {
      if (span.text.equals(text)) {
        return span;
      }
    }
    throw new LedgerException("there is no span '" + text + "': say 15m, 6h or 7d");
  }

  public String text() {
    return text;
  }

  public int bucketS() {
    return bucketS;
  }

  public int bucketCount() {
    return bucketCount;
  }

  /// Number of the bucket that a time is in, counted from 1970.
  long bucket(long utcNs) {
    return Math.floorDiv(utcNs, bucketS * NS_PER_S);
  }

  /// Where a bucket begins.
  public long startUtcNs(long bucket) {
    return bucket * bucketS * NS_PER_S;
  }
}
