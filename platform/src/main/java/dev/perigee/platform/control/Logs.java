package dev.perigee.platform.control;

import dev.perigee.model.function.FunctionId;
import java.util.List;

/// What functions wrote to standard output and standard error. Thread-safe.
public interface Logs {

  /// Lines from a position on; position 0 begins at the oldest line that is still kept.
  Page read(FunctionId function, long position, int linesMax);

  /// The last lines, of what lies at most 64 KiB before the end.
  Page tail(FunctionId function, int linesMax);

  /// @param next position to go on from
  record Page(List<String> lines, long next) {}
}
