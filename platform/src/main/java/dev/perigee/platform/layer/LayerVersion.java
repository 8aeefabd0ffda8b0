package dev.perigee.platform.layer;

import java.util.List;

/// A version of a layer; it never changes.
///
/// @param runtimes those that it says to be for; nothing depends on them
/// @param sha256 of its archive
/// @param unpackedBytes what it unfolds to
public record LayerVersion(
    String tenant,
    String name,
    int version,
    String description,
    String license,
    List<String> runtimes,
    List<String> architectures,
    String sha256,
    long codeBytes,
    long unpackedBytes,
    long createdUtcNs) {

  public LayerVersion {
    runtimes = List.copyOf(runtimes);
    architectures = List.copyOf(architectures);
  }
}
