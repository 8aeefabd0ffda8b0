package dev.perigee.fabric.resource;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;

/// Bounds of a resource, and what a queue does with its messages.
///
/// @param bytesMax of all that it holds
/// @param countMax of messages or keys
/// @param ttlS how long things are kept that say nothing else; 0: until they are deleted
/// @param leaseS how long a message is its taker's
/// @param receivesMax how often a message is handed out before it goes to the dead letters; 0: as
///   often as it takes
/// @param deadLetters name of the queue for such messages; empty: they are let go
public record ResourceSetting(
    long bytesMax, long countMax, long ttlS, int leaseS, int receivesMax, String deadLetters) {
  public static final ResourceSetting DEFAULT =
      new ResourceSetting(256L << 20, 1_000_000, 0, 30, 0, "");

  public ResourceSetting {
    if (bytesMax < 1
        || countMax < 1
        || ttlS < 0
        || leaseS < 0
        || leaseS > 43_200
        || receivesMax < 0
        || receivesMax > 1_000) {
      throw new FabricException(
          Reason.REFUSED,
          "bounds of a resource: bytesMax and countMax from 1, ttlS from 0, leaseS 0 to 43200, receivesMax 0 to 1000, got %d, %d, %d, %d, %d"
              .formatted(bytesMax, countMax, ttlS, leaseS, receivesMax));
    }
  }
}
