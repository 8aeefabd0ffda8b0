package dev.perigee.world;

/// What carries decisions out. The driver loop is the same for every world: take the next event,
/// give it to the engine, perform each effect.
public interface World {

  /// Carries one effect out, or begins to; what comes of it comes back as an event. Never calls the
  /// engine.
  void perform(Effect effect);
}
