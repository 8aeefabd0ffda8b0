package dev.perigee.model.continuum;

/// Whether a node takes work.
public enum NodeState {
  /// Takes work.
  UP,
  /// Finishes what it has and takes nothing new.
  DRAINING,
  /// Out of contact: what it holds may go on there, nothing new can be sent.
  LOST;

  public String text() {
    return switch (this) {
      case UP -> "up";
      case DRAINING -> "draining";
      case LOST -> "lost";
    };
  }
}
