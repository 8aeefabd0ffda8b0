package dev.perigee.engine.cap;

import java.util.Locale;

/// How close the use of a capped subject is to its cap.
public enum CapState {
  OK,
  /// Half of a limit is used.
  WARNED,
  /// Four fifths of a limit are used: one invocation at a time.
  THROTTLED,
  /// A limit leaves no room for one more invocation.
  SUSPENDED;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
