package dev.perigee.runtime.wasm.engine;

/// A loaded module. Thread-safe: each run has its own instance and memory.
public interface WasmProgram extends AutoCloseable {

  /// Runs the command from a fresh state until it ends or its time is over, on the calling thread.
  /// Faults of the module are results.
  RunResult run(Run run);

  /// Memory that is held for its runs now.
  long memoryBytes();

  /// Whether it can still run.
  boolean isAlive();

  @Override
  void close();
}
