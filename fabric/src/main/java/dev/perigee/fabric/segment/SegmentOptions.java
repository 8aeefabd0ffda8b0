package dev.perigee.fabric.segment;

import dev.perigee.fabric.FabricException;

/// When a file is full, and how much may wait in memory.
///
/// @param rollBytes a file of this size gets no further block
/// @param rollNs a file this old gets no further block
/// @param bufferBytes bytes that may wait in memory when the disk does not take them; beyond,
///   `append` refuses
public record SegmentOptions(long rollBytes, long rollNs, int bufferBytes) {
  public static final SegmentOptions DEFAULT =
      new SegmentOptions(64L << 20, 3_600_000_000_000L, 16 << 20);

  public SegmentOptions {
    if (rollBytes < 1 || rollNs < 1 || bufferBytes < 1) {
      throw new FabricException(
          FabricException.Reason.REFUSED,
          "segment options must be > 0, got rollBytes %d, rollNs %d, bufferBytes %d"
              .formatted(rollBytes, rollNs, bufferBytes));
    }
  }
}
