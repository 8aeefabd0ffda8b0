package dev.perigee.runtime.wasm.engine;

import java.io.IOException;

/// A file that should hold a compiled module and does not; compiling the module again mends it.
public final class DamagedArtefactException extends IOException {
  private static final long serialVersionUID = 1L;

  public DamagedArtefactException(String message) {
    super(message);
  }
}
