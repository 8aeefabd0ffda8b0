package dev.perigee.world;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;

/// What the engine must never forget: the journal's content. Folding the entries in order gives
/// back the engine's durable state.
public sealed interface Entry {

  /// An engine began to decide; its epoch is higher than any before.
  record Started(int epoch) implements Entry {}

  record Deployed(FunctionSpec function) implements Entry {}

  record Deleted(FunctionId function) implements Entry {}
}
