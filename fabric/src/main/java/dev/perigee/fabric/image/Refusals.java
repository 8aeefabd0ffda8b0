package dev.perigee.fabric.image;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;

/// How it is told that an image can't be used.
final class Refusals {
  private Refusals() {}

  /// @param why what is wrong where, and what to do about it
  static FabricException refused(String why) {
    return new FabricException(Reason.REFUSED, "the image is refused: " + why);
  }

  static FabricException refused(String why, Throwable cause) {
    return new FabricException(Reason.REFUSED, "the image is refused: " + why, cause);
  }
}
