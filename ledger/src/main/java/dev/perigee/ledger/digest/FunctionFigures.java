package dev.perigee.ledger.digest;

/// What a function's entries come to.
///
/// @param invocations entries, refused ones included
/// @param errors entries whose outcome is `error` or `timeout`
/// @param throttled entries that were refused
/// @param p50Ns median time of the handler, to 1.6 %; 0 if nothing ran
public record FunctionFigures(
    long invocations,
    long errors,
    long throttled,
    long coldStarts,
    long p50Ns,
    long p99Ns,
    long energyMicroJ,
    long carbonNanoGramsCo2e,
    long costPicoUsd) {

  public static final FunctionFigures NONE = new FunctionFigures(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /// Counts and amounts added up; quantiles can't be and are left out.
  public FunctionFigures plus(FunctionFigures other) {
    return new FunctionFigures(
        Math.addExact(invocations, other.invocations),
        Math.addExact(errors, other.errors),
        Math.addExact(throttled, other.throttled),
        Math.addExact(coldStarts, other.coldStarts),
        0,
        0,
        Math.addExact(energyMicroJ, other.energyMicroJ),
        Math.addExact(carbonNanoGramsCo2e, other.carbonNanoGramsCo2e),
        Math.addExact(costPicoUsd, other.costPicoUsd));
  }
}
