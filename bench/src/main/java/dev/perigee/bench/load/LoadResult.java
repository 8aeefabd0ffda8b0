package dev.perigee.bench.load;

/// What came of a load.
///
/// @param latencies of right answers in the time that counts, from when each was due
/// @param wrongCount answers that were errors or not what was asked for, in the time that counts
/// @param wallNs length of the time that counts
/// @param answeredCount right answers of the whole run, with the time to warm up
/// @param refusedCount the platform had no room (429), in the whole run
/// @param firstWrong what the first wrong answer was; empty if none
public record LoadResult(
    Latencies latencies,
    long wrongCount,
    long wallNs,
    long answeredCount,
    long refusedCount,
    String firstWrong) {

  public double perS() {
    return latencies.count() * 1e9 / wallNs;
  }

  public double quantileUs(double fraction) {
    return latencies.quantileNs(fraction) / 1e3;
  }
}
