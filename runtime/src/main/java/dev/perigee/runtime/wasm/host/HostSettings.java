package dev.perigee.runtime.wasm.host;

import java.time.Duration;

/// How worker JVMs are run.
///
/// @param heapMb limit of a worker JVM's heap: compilation, inputs and outputs; linear memories lie
///   outside
/// @param idleStop time without any loaded program after which a worker JVM is stopped
/// @param hangGrace time beyond the timeout of a run after which its worker JVM is taken to hang
public record HostSettings(int heapMb, Duration idleStop, Duration hangGrace) {

  /// 256 MiB hold a few answers of the largest size at once and compile modules of some MiB.
  public static HostSettings defaults() {
    return new HostSettings(256, Duration.ofMinutes(15), Duration.ofSeconds(10));
  }
}
