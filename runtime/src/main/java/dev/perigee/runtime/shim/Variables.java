package dev.perigee.runtime.shim;

import org.jspecify.annotations.Nullable;

/// The variables that the platform sets.
final class Variables {
  private Variables() {}

  static String text(String name) {
    @Nullable String value = System.getenv(name);
    return value == null ? "" : value;
  }
}
