package dev.perigee.fabric.artefact;

import java.io.IOException;
import java.nio.file.Path;

/// Makes the tree of an artefact from its bytes.
@FunctionalInterface
public interface Unpacking {

  /// @param content file with the bytes
  /// @param target folder that is not there yet
  void unpack(Path content, Path target) throws IOException;
}
