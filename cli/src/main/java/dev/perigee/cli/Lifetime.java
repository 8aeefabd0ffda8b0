package dev.perigee.cli;

import java.util.function.Consumer;
import java.util.function.Supplier;

/// How long a platform stays up.
@FunctionalInterface
interface Lifetime {

  /// Starts it, does the work, and stops it at the end.
  ///
  /// @return exit code
  int during(Supplier<Running> start, Consumer<Running> work);
}
