package dev.perigee.platform.control;

import java.time.Instant;
import java.util.Optional;

/// Which lines of a log are asked for: those that all of it holds for.
///
/// @param since not older; lines of unknown age are
/// @param level as grave, or graver
/// @param invocationId written by this invocation
/// @param text contained in the line, in upper or lower case
public record LogQuery(
    Optional<Instant> since,
    Optional<LogLevel> level,
    Optional<String> invocationId,
    Optional<String> text) {
  public static final LogQuery ALL =
      new LogQuery(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
