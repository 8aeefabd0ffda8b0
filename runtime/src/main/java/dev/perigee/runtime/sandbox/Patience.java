package dev.perigee.runtime.sandbox;

import java.time.Duration;

/// How long what a tenant does not use is kept for it.
///
/// @param spare time without a start after which no blank waits any more
/// @param zygote time without a start, and without a living sandbox, after which the zygote ends
record Patience(Duration spare, Duration zygote) {
  static Patience normal() {
    return new Patience(Duration.ofSeconds(60), Duration.ofMinutes(10));
  }
}
