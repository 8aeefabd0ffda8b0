package dev.perigee.fabric.artefact;

import dev.perigee.fabric.FabricException;

/// What an archive may unfold to.
///
/// @param maxBytes of all entries together, unpacked
/// @param maxEntries files, folders and links together
/// @param maxRatio unpacked to packed bytes of an entry above 1 MiB; deflate reaches 1032 at most
public record ArchiveLimits(long maxBytes, int maxEntries, int maxRatio) {
  /// 250 MB is what AWS Lambda allows (quotas page, 2026).
  public static final ArchiveLimits DEFAULT = new ArchiveLimits(250L << 20, 50_000, 200);

  /// 10 GB is what AWS Lambda allows for an image (quotas page, 2026).
  public static final ArchiveLimits IMAGE = new ArchiveLimits(10L << 30, 1_000_000, 200);

  /// Smaller entries may be as dense as they like.
  static final long DENSE_BYTES = 1 << 20;

  public ArchiveLimits {
    if (maxBytes < 1 || maxEntries < 1 || maxRatio < 1) {
      throw new FabricException(
          FabricException.Reason.REFUSED,
          "archive limits must be >= 1, got %d bytes, %d entries, ratio %d"
              .formatted(maxBytes, maxEntries, maxRatio));
    }
  }
}
