package dev.perigee.fabric.image;

import java.util.Set;

/// The kinds of documents and layers, as OCI (`media-types.md`) and Docker (`manifest-v2-2.md`)
/// name them.
final class MediaTypes {
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  private static final Set<String> INDEXES =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final Set<String> MANIFESTS =
      Set.of(MANIFEST, "application/vnd.docker.distribution.manifest.v2+json");
  private static final Set<String> CONFIGS =
      Set.of(CONFIG, "application/vnd.docker.container.image.v1+json");
  private static final Set<String> PLAIN =
      Set.of(
          LAYER,
          "application/vnd.oci.image.layer.nondistributable.v1.tar",
          "application/vnd.docker.image.rootfs.diff.tar");
  private static final Set<String> GZIP =
      Set.of(
          "application/vnd.oci.image.layer.v1.tar+gzip",
          "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
          "application/vnd.docker.image.rootfs.diff.tar.gzip");

  private MediaTypes() {}

  static boolean isIndex(String type) {
    return INDEXES.contains(type);
  }

  static void requireManifest(Descriptor descriptor) {
    if (!MANIFESTS.contains(descriptor.mediaType())) {
      throw unknown(descriptor, "an image manifest of OCI or of Docker, version 2, schema 2");
    }
  }

  static void requireConfig(Descriptor descriptor) {
    if (!CONFIGS.contains(descriptor.mediaType())) {
      throw unknown(descriptor, "the configuration of an image; other artefacts can't be run");
    }
  }

  /// @return whether it is compressed
  static boolean isGzip(Descriptor layer) {
    if (layer.mediaType().endsWith("zstd")) {
      throw Refusals.refused(
          "layer %s is compressed by zstd, which is not read here: write the image anew with gzip, such as with `docker buildx build --output type=oci,compression=gzip,force-compression=true`"
              .formatted(layer.digest()));
    }
    if (!GZIP.contains(layer.mediaType()) && !PLAIN.contains(layer.mediaType())) {
      throw unknown(layer, "a layer as tar or tar+gzip of OCI or Docker");
    }
    return GZIP.contains(layer.mediaType());
  }

  private static RuntimeException unknown(Descriptor descriptor, String needed) {
    return Refusals.refused(
        "%s has the media type '%s': it has to be %s"
            .formatted(descriptor.digest(), descriptor.mediaType(), needed));
  }
}
