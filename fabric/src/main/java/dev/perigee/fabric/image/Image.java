package dev.perigee.fabric.image;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A verified image in the store.
///
/// @param sha256 of its manifest
/// @param sizeBytes of its layers, as they came
/// @param parts names of all artefacts that it consists of, itself included
public record Image(
    String sha256, ImageConfig config, long sizeBytes, int layerCount, Set<String> parts) {
  /// The runtime of functions that are images.
  public static final String RUNTIME = "image";

  public Image {
    parts = Set.copyOf(parts);
  }

  static Image of(Manifest manifest, ImageConfig config) {
    long sizeBytes = manifest.layers().stream().mapToLong(Descriptor::sizeBytes).sum();
    return new Image(
        manifest.sha256(), config, sizeBytes, manifest.layers().size(), parts(manifest));
  }

  static Set<String> parts(Manifest manifest) {
    Set<String> parts = new LinkedHashSet<>(List.of(manifest.sha256(), manifest.config().sha256()));
    manifest.layers().forEach(layer -> parts.add(layer.sha256()));
    return parts;
  }

  public String digest() {
    return "sha256:" + sha256;
  }
}
