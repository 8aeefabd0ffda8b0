package dev.perigee.runtime.wasm.engine;

/// A file that can't be run as a WASI command; the message says why and what to do.
public final class ModuleException extends Exception {
  private static final long serialVersionUID = 1L;

  public ModuleException(String message) {
    super(message);
  }

  public ModuleException(String message, Throwable cause) {
    super(message, cause);
  }
}
