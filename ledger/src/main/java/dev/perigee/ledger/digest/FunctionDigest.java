package dev.perigee.ledger.digest;

import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import org.jspecify.annotations.Nullable;

/// What a function's entries come to.
final class FunctionDigest {
  private static final int KINDS = 3;

  private final Durations durations = new Durations();
  private final Amounts amounts = new Amounts(KINDS);
  private @Nullable ColdStarts cold;
  private long invocations;
  private long errors;
  private long throttled;
  private long coldStarts;
  private long energyMicroJ;
  private long carbonNanoGramsCo2e;
  private long costPicoUsd;

  void add(LedgerEntry entry) {
    invocations++;
    switch (entry.outcome()) {
      case OK -> {}
      case ERROR, TIMEOUT -> errors++;
      case THROTTLED -> throttled++;
    }
    if (entry.outcome() != Outcome.THROTTLED) {
      durations.add(entry.phases().handlerNs());
    }
    if (entry.coldStart()) {
      addCold(entry.phases());
    }
    addAmounts(
        entry.startedUtcNs(),
        entry.energy().totalMicroJ(),
        entry.carbon().totalNanoGramsCo2e(),
        entry.money().totalPicoUsd());
  }

  void settle(LedgerEntry provisional, LedgerEntry settled) {
    addAmounts(
        settled.startedUtcNs(),
        settled.energy().totalMicroJ() - provisional.energy().totalMicroJ(),
        settled.carbon().totalNanoGramsCo2e() - provisional.carbon().totalNanoGramsCo2e(),
        0);
  }

  private void addCold(Phases phases) {
    coldStarts++;
    if (cold == null) {
      cold = new ColdStarts();
    }
    cold.add(phases);
  }

  private void addAmounts(long utcNs, long microJ, long nanoGramsCo2e, long picoUsd) {
    energyMicroJ = Math.addExact(energyMicroJ, microJ);
    carbonNanoGramsCo2e = Math.addExact(carbonNanoGramsCo2e, nanoGramsCo2e);
    costPicoUsd = Math.addExact(costPicoUsd, picoUsd);
    amounts.add(utcNs, microJ, nanoGramsCo2e, picoUsd);
  }

  FunctionFigures figures() {
    return new FunctionFigures(
        invocations,
        errors,
        throttled,
        coldStarts,
        durations.quantileNs(0.5),
        durations.quantileNs(0.99),
        energyMicroJ,
        carbonNanoGramsCo2e,
        costPicoUsd);
  }

  Phases coldMedians() {
    return cold == null ? Phases.NONE : cold.medians();
  }

  long coldStarts() {
    return coldStarts;
  }

  SeriesRow series(String key, Span span, long lastBucket) {
    return new SeriesRow(
        key,
        amounts.read(span, 0, lastBucket),
        amounts.read(span, 1, lastBucket),
        amounts.read(span, 2, lastBucket),
        new long[span.bucketCount()]);
  }
}
