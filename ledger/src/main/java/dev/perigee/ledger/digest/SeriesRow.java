package dev.perigee.ledger.digest;

/// Amounts of one node or function over time, oldest first.
///
/// @param energyMicroJ of a function: of its entries; of a node: attributed by its windows
/// @param unattributedMicroJ of a node: nobody's; of a function 0
public record SeriesRow(
    String key,
    long[] energyMicroJ,
    long[] carbonNanoGramsCo2e,
    long[] costPicoUsd,
    long[] unattributedMicroJ) {

  static SeriesRow empty(String key, int bucketCount) {
    return new SeriesRow(
        key,
        new long[bucketCount],
        new long[bucketCount],
        new long[bucketCount],
        new long[bucketCount]);
  }

  void add(SeriesRow other) {
    for (int i = 0; i < energyMicroJ.length; i++) {
      energyMicroJ[i] = Math.addExact(energyMicroJ[i], other.energyMicroJ[i]);
      carbonNanoGramsCo2e[i] = Math.addExact(carbonNanoGramsCo2e[i], other.carbonNanoGramsCo2e[i]);
      costPicoUsd[i] = Math.addExact(costPicoUsd[i], other.costPicoUsd[i]);
      unattributedMicroJ[i] = Math.addExact(unattributedMicroJ[i], other.unattributedMicroJ[i]);
    }
  }

  /// What the rows are ranked by.
  long totalMicroJ() {
    long sum = 0;
    for (int i = 0; i < energyMicroJ.length; i++) {
      sum = Math.addExact(sum, Math.addExact(energyMicroJ[i], unattributedMicroJ[i]));
    }
    return sum;
  }
}
