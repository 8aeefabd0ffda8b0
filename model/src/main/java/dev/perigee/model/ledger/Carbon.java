package dev.perigee.model.ledger;

import dev.perigee.model.ModelException;

/// Carbon of one invocation: operation (energy x PUE x grid intensity), transmission (moving bytes
/// over wide-area networks) and embodied (the share of what making the hardware emitted).
public record Carbon(
    long operationNanoGramsCo2e, long transmissionNanoGramsCo2e, long embodiedNanoGramsCo2e) {

  public static final Carbon NONE = new Carbon(0, 0, 0);

  public Carbon {
    ModelException.requireAmount("operationNanoGramsCo2e", operationNanoGramsCo2e);
    ModelException.requireAmount("transmissionNanoGramsCo2e", transmissionNanoGramsCo2e);
    ModelException.requireAmount("embodiedNanoGramsCo2e", embodiedNanoGramsCo2e);
  }

  public long totalNanoGramsCo2e() {
    return Math.addExact(
        Math.addExact(operationNanoGramsCo2e, transmissionNanoGramsCo2e), embodiedNanoGramsCo2e);
  }
}
