package dev.perigee.runtime.lambda.extension;

import java.util.Locale;

/// Kinds of telemetry that can be subscribed to.
public enum Category {
  PLATFORM,
  FUNCTION,
  EXTENSION;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
