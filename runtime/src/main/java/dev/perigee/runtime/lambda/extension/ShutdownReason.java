package dev.perigee.runtime.lambda.extension;

import java.util.Locale;

/// Why a sandbox ends.
public enum ShutdownReason {
  /// It is not needed any more.
  SPINDOWN,
  /// An invocation took longer than it may.
  TIMEOUT,
  /// The runtime or an extension ended by itself.
  FAILURE;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
