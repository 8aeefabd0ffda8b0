package dev.perigee.model.ledger;

import dev.perigee.model.ModelException;

/// Energy of one invocation by where it went; absent hardware is 0.
public record Energy(
    long cpuMicroJ,
    long memoryMicroJ,
    long gpuMicroJ,
    long networkMicroJ,
    long idleMicroJ,
    long platformMicroJ) {

  public static final Energy NONE = new Energy(0, 0, 0, 0, 0, 0);

  public Energy {
    ModelException.requireAmount("cpuMicroJ", cpuMicroJ);
    ModelException.requireAmount("memoryMicroJ", memoryMicroJ);
    ModelException.requireAmount("gpuMicroJ", gpuMicroJ);
    ModelException.requireAmount("networkMicroJ", networkMicroJ);
    ModelException.requireAmount("idleMicroJ", idleMicroJ);
    ModelException.requireAmount("platformMicroJ", platformMicroJ);
  }

  public long totalMicroJ() {
    return Math.addExact(
        Math.addExact(
            Math.addExact(cpuMicroJ, memoryMicroJ), Math.addExact(gpuMicroJ, networkMicroJ)),
        Math.addExact(idleMicroJ, platformMicroJ));
  }

  public Energy plus(Energy other) {
    return new Energy(
        Math.addExact(cpuMicroJ, other.cpuMicroJ),
        Math.addExact(memoryMicroJ, other.memoryMicroJ),
        Math.addExact(gpuMicroJ, other.gpuMicroJ),
        Math.addExact(networkMicroJ, other.networkMicroJ),
        Math.addExact(idleMicroJ, other.idleMicroJ),
        Math.addExact(platformMicroJ, other.platformMicroJ));
  }
}
