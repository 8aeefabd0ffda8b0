package dev.perigee.runtime.wasm.engine;

/// Unwinds a run from inside a host call. No stack trace: a command that calls `exit` pays for
/// none.
final class Signal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Ending ending;

  Signal(Ending ending) {
    super(ending.toString(), null, false, false);
    this.ending = ending;
  }

  Ending ending() {
    return ending;
  }
}
