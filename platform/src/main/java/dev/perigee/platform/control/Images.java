package dev.perigee.platform.control;

import dev.perigee.fabric.image.Image;
import dev.perigee.platform.control.ControlException.Kind;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Container images that functions can be deployed from. Thread-safe.
public interface Images {
  /// Where none can be had.
  Images NONE = new NoImages();

  /// An image by one of its names; empty if it has none.
  record Named(String name, Image image) {}

  /// Reads an archive to its end and verifies all of it. An image without a name stays as long as a
  /// version refers to it, and for ten minutes to begin with.
  ///
  /// @throws ControlException with what is wrong with the archive
  Named load(String tenant, Optional<String> name, InputStream archive);

  /// A tenant's images that have names, by name.
  List<Named> list(String tenant);

  /// Takes a name away; false if there is no such name.
  boolean delete(String tenant, String name);

  /// The place of images on a node, which gets them from the control plane.
  record NoImages() implements Images {
    @Override
    public Named load(String tenant, Optional<String> name, InputStream archive) {
      throw elsewhere();
    }

    @Override
    public List<Named> list(String tenant) {
      return List.of();
    }

    @Override
    public boolean delete(String tenant, String name) {
      throw elsewhere();
    }

    private static ControlException elsewhere() {
      return new ControlException(
          Kind.UNSUPPORTED_HERE, List.of("images are not kept here: ask the control plane"));
    }
  }
}
