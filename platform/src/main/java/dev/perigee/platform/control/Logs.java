package dev.perigee.platform.control;

import dev.perigee.model.function.FunctionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What functions wrote to standard output and standard error. Thread-safe.
public interface Logs {

  /// Lines from a position on; position 0 begins at the oldest line that is still kept. With a
  /// query the page may be empty though there is more: its next position is then a later one.
  Page read(FunctionId function, long position, int linesMax, LogQuery query);

  /// The last lines, of what lies at most 64 KiB before the end.
  Page tail(FunctionId function, int linesMax, LogQuery query);

  /// A line with what it says of itself. One that says nothing goes with the line before.
  ///
  /// @param written when it came, if that is known
  record Line(
      Optional<Instant> written,
      Optional<LogLevel> level,
      Optional<String> invocationId,
      String text) {}

  /// @param next position to go on from
  record Page(List<Line> lines, long next) {
    public Page {
      lines = List.copyOf(lines);
    }
  }
}
