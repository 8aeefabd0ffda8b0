package dev.perigee.platform.control;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Copies of all that a platform keeps.
@FunctionalInterface
public interface Backups {
  /// Where there is nothing to copy.
  Backups NONE =
      _ -> {
        throw new ControlException(
            ControlException.Kind.UNSUPPORTED_HERE,
            List.of("a node keeps nothing that could be backed up: ask the control plane"));
      };

  /// Writes a copy that has all that was acknowledged before this was called, while the platform
  /// goes on.
  void write(OutputStream out) throws IOException;
}
