package dev.perigee.engine;

/// A fault in how the engine is driven: events that no correct world sends, or a journal that does
/// not take the start of an epoch.
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineException(String message) {
    super(message);
  }
}
