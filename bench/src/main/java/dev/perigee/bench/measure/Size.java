package dev.perigee.bench.measure;

/// How much is measured.
public enum Size {
  /// As little as shows that a benchmark still works and that its answers are right.
  SMOKE,
  /// Enough for a number.
  FULL;

  public int pick(int smoke, int full) {
    return this == SMOKE ? smoke : full;
  }
}
