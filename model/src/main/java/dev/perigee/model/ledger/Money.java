package dev.perigee.model.ledger;

/// Money of one invocation by what it was paid for.
public record Money(
    long invocationPicoUsd,
    long computePicoUsd,
    long transferPicoUsd,
    long statePicoUsd,
    long servicesPicoUsd) {

  public static final Money NONE = new Money(0, 0, 0, 0, 0);

  public long totalPicoUsd() {
    return Math.addExact(
        Math.addExact(
            Math.addExact(invocationPicoUsd, computePicoUsd),
            Math.addExact(transferPicoUsd, statePicoUsd)),
        servicesPicoUsd);
  }
}
