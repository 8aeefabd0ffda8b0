package dev.perigee.runtime.wasm.host;

import java.time.Duration;

/// How worker JVMs are run.
///
/// @param heapMb limit of a worker JVM's heap: compilation, inputs and outputs; linear memories lie
///   outside
/// @param memoryMb limit of all its memory, in MiB, where control groups can limit it
/// @param idleStop time without any loaded program after which a worker JVM is stopped
/// @param hangGrace time beyond the timeout of a run after which its worker JVM is taken to hang
public record HostSettings(int heapMb, int memoryMb, Duration idleStop, Duration hangGrace) {

  /// 256 MiB hold a few answers of the largest size at once and compile modules of some MiB. 4 GiB
  /// hold the linear memories of many runs at once; a tenant that wants more at one time loses its
  /// JVM, and gets a new one.
  public static HostSettings defaults() {
    return new HostSettings(256, 4096, Duration.ofMinutes(15), Duration.ofSeconds(10));
  }
}
