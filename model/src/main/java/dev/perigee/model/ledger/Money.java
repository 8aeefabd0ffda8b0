package dev.perigee.model.ledger;

import dev.perigee.model.ModelException;

/// Money of one invocation by what it was paid for.
public record Money(
    long invocationPicoUsd,
    long computePicoUsd,
    long transferPicoUsd,
    long statePicoUsd,
    long servicesPicoUsd) {

  public static final Money NONE = new Money(0, 0, 0, 0, 0);

  public Money {
    ModelException.requireAmount("invocationPicoUsd", invocationPicoUsd);
    ModelException.requireAmount("computePicoUsd", computePicoUsd);
    ModelException.requireAmount("transferPicoUsd", transferPicoUsd);
    ModelException.requireAmount("statePicoUsd", statePicoUsd);
    ModelException.requireAmount("servicesPicoUsd", servicesPicoUsd);
  }

  public long totalPicoUsd() {
    return Math.addExact(
        Math.addExact(
            Math.addExact(invocationPicoUsd, computePicoUsd),
            Math.addExact(transferPicoUsd, statePicoUsd)),
        servicesPicoUsd);
  }
}
