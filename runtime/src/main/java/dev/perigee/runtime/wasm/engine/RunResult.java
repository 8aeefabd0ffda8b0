package dev.perigee.runtime.wasm.engine;

/// How a run ended and what it took.
///
/// @param output what it wrote to standard output
/// @param handlerNs wall time, from the instance to the end
/// @param cpuNs time of the thread on a CPU meanwhile
/// @param memoryRefused whether it asked for more memory than it may have
public record RunResult(
    Ending ending, byte[] output, long handlerNs, long cpuNs, boolean memoryRefused) {

  /// A run that could not take place or whose end nobody saw.
  public static RunResult lost(String reason, long handlerNs) {
    return new RunResult(new Ending.Lost(reason), new byte[0], handlerNs, 0, false);
  }
}
