package dev.perigee.ledger.rollup;

import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Outcome;

/// One line while it grows.
final class RollupSum {
  private static final long NS_PER_S = 1_000_000_000L;

  private long invocations;
  private long errors;
  private long coldStarts;
  private long cpuNs;
  private long memoryMbS;
  private long memoryMbNs;
  private long energyMicroJ;
  private long carbonNanoGramsCo2e;
  private long costPicoUsd;

  void add(LedgerEntry entry) {
    invocations++;
    errors += isError(entry.outcome()) ? 1 : 0;
    coldStarts += entry.coldStart() ? 1 : 0;
    cpuNs = Math.addExact(cpuNs, entry.cpuNs());
    long mbNs = Math.multiplyExact(entry.memoryMb(), entry.phases().handlerNs());
    addMemory(mbNs / NS_PER_S, mbNs % NS_PER_S);
    energyMicroJ = Math.addExact(energyMicroJ, entry.energy().totalMicroJ());
    carbonNanoGramsCo2e = Math.addExact(carbonNanoGramsCo2e, entry.carbon().totalNanoGramsCo2e());
    costPicoUsd = Math.addExact(costPicoUsd, entry.money().totalPicoUsd());
  }

  void addWork(long microJ, long nanoGramsCo2e) {
    energyMicroJ = Math.addExact(energyMicroJ, microJ);
    carbonNanoGramsCo2e = Math.addExact(carbonNanoGramsCo2e, nanoGramsCo2e);
  }

  void settle(LedgerEntry provisional, LedgerEntry settled) {
    long energyDelta = settled.energy().totalMicroJ() - provisional.energy().totalMicroJ();
    long carbonDelta =
        settled.carbon().totalNanoGramsCo2e() - provisional.carbon().totalNanoGramsCo2e();
    energyMicroJ = Math.addExact(energyMicroJ, energyDelta);
    carbonNanoGramsCo2e = Math.addExact(carbonNanoGramsCo2e, carbonDelta);
  }

  void add(RollupSum other) {
    invocations = Math.addExact(invocations, other.invocations);
    errors = Math.addExact(errors, other.errors);
    coldStarts = Math.addExact(coldStarts, other.coldStarts);
    cpuNs = Math.addExact(cpuNs, other.cpuNs);
    addMemory(other.memoryMbS, other.memoryMbNs);
    energyMicroJ = Math.addExact(energyMicroJ, other.energyMicroJ);
    carbonNanoGramsCo2e = Math.addExact(carbonNanoGramsCo2e, other.carbonNanoGramsCo2e);
    costPicoUsd = Math.addExact(costPicoUsd, other.costPicoUsd);
  }

  RollupRow row(String key) {
    return new RollupRow(
        key,
        invocations,
        errors,
        coldStarts,
        cpuNs,
        memoryMbS,
        memoryMbNs,
        energyMicroJ,
        carbonNanoGramsCo2e,
        costPicoUsd);
  }

  private void addMemory(long mbS, long mbNs) {
    long rest = memoryMbNs + mbNs;
    memoryMbS = Math.addExact(memoryMbS, Math.addExact(mbS, rest / NS_PER_S));
    memoryMbNs = rest % NS_PER_S;
  }

  private static boolean isError(Outcome outcome) {
    return switch (outcome) {
      case ERROR, TIMEOUT -> true;
      case OK, THROTTLED -> false;
    };
  }
}
