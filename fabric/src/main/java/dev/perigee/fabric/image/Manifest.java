package dev.perigee.fabric.image;

import java.util.List;

/// What an image consists of.
///
/// @param sha256 of the manifest itself: the name of the image
/// @param layers the lowest first
record Manifest(String sha256, Descriptor config, List<Descriptor> layers) {
  /// More documents than this are never read into memory.
  static final int BYTES_MAX = 4 << 20;

  private static final int LAYERS_MAX = 500;

  Manifest {
    layers = List.copyOf(layers);
  }

  static Manifest parse(String sha256, byte[] bytes) {
    Document document = Document.parse("the manifest sha256:" + sha256, bytes);
    Descriptor config = Descriptor.of(document.object("config"));
    List<Descriptor> layers = document.objects("layers").stream().map(Descriptor::of).toList();
    MediaTypes.requireConfig(config);
    layers.forEach(MediaTypes::isGzip);
    if (layers.isEmpty() || layers.size() > LAYERS_MAX) {
      throw Refusals.refused(
          "it has %d layers: an image has 1 to %d".formatted(layers.size(), LAYERS_MAX));
    }
    return new Manifest(sha256, config, layers);
  }
}
