package dev.perigee.engine;

/// A fault in how the engine is driven: events that no correct world sends.
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineException(String message) {
    super(message);
  }
}
