package dev.perigee.ledger.rollup;

/// One line of a roll-up.
///
/// @param invocations entries, refused ones included
/// @param errors entries whose outcome is `error` or `timeout`
/// @param memoryMbS whole MiB-seconds, to which `memoryMbNs` (below 1e9) adds: kept apart so that
///   the sum is exact
public record RollupRow(
    String key,
    long invocations,
    long errors,
    long coldStarts,
    long cpuNs,
    long memoryMbS,
    long memoryMbNs,
    long energyMicroJ,
    long carbonNanoGramsCo2e,
    long costPicoUsd) {

  /// GiB-seconds of memory reserved.
  public double memoryGbS() {
    return (memoryMbS + memoryMbNs / 1e9) / 1024;
  }
}
