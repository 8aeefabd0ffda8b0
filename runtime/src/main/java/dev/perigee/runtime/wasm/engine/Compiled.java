package dev.perigee.runtime.wasm.engine;

import java.util.List;

/// A module made ready to load.
///
/// @param notes what who deploys should know, such as functions that will be interpreted
public record Compiled(byte[] artefact, List<String> notes) {
  public Compiled {
    notes = List.copyOf(notes);
  }
}
