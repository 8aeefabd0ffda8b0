package dev.perigee.platform.control;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How grave a line of a log is, by the names of AWS Lambda, least first.
public enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR,
  FATAL;

  /// All names.
  public static List<String> names() {
    return Arrays.stream(values()).map(LogLevel::name).toList();
  }

  /// By its name, or by that which Python has for it.
  public static Optional<LogLevel> of(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "TRACE" -> Optional.of(TRACE);
      case "DEBUG" -> Optional.of(DEBUG);
      case "INFO" -> Optional.of(INFO);
      case "WARN", "WARNING" -> Optional.of(WARN);
      case "ERROR" -> Optional.of(ERROR);
      case "FATAL", "CRITICAL" -> Optional.of(FATAL);
      default -> Optional.empty();
    };
  }
}
