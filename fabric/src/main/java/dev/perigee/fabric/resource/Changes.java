package dev.perigee.fabric.resource;

import java.util.List;

/// What changed in tables and buckets that somebody watches: written with the change itself, kept
/// until it is told. Thread-safe.
public interface Changes {

  enum Operation {
    PUT,
    DELETE
  }

  /// @param number grows; the same change has the same number each time it is read
  record Change(
      long number,
      ResourceId resource,
      String key,
      Operation operation,
      long version,
      long bytes,
      long utcNs,
      Origin origin) {}

  /// The oldest that were not forgotten, in order.
  List<Change> read(int countMax);

  /// Forgets changes up to one.
  void forget(long upToNumber);
}
