package dev.perigee.runtime.wasm.engine;

/// Why a run is over.
public sealed interface Ending {

  /// The command returned or called `proc_exit`.
  record Exited(int code) implements Ending {}

  /// The engine stopped it: an illegal access, `unreachable`, an exhausted stack.
  record Trapped(String message) implements Ending {}

  /// The deadline came first.
  record TimedOut() implements Ending {}

  /// It wrote more to standard output than an answer may hold.
  record OutputTooLarge() implements Ending {}

  /// Whatever ran it is gone.
  record Lost(String reason) implements Ending {}
}
