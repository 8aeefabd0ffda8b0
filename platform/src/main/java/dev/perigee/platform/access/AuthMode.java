package dev.perigee.platform.access;

import java.util.Locale;

/// How callers show who they are.
public enum AuthMode {
  /// Not at all.
  NONE,
  /// By a signature, as AWS clients make it.
  SIGV4,
  /// By an API key.
  KEYS;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
