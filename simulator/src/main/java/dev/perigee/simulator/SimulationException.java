package dev.perigee.simulator;

/// A fault of the simulation itself, not of what it simulates.
public final class SimulationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SimulationException(String message) {
    super(message);
  }
}
