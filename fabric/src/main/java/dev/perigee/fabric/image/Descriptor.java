package dev.perigee.fabric.image;

import java.util.regex.Pattern;

/// Names a part of an image (image-spec, `descriptor.md`).
///
/// @param platform such as `linux/amd64`; empty if it is not said
record Descriptor(String mediaType, String sha256, long sizeBytes, String platform) {
  private static final Pattern SHA256 = Pattern.compile("sha256:([0-9a-f]{64})");

  static Descriptor of(Document document) {
    Document platform = document.object("platform");
    String os = platform.text("os");
    return new Descriptor(
        document.text("mediaType"),
        sha256(document.where(), document.needed("digest")),
        document.number("size"),
        os.isEmpty() ? "" : os + "/" + platform.text("architecture"));
  }

  /// The hexadecimal digits of a digest.
  static String sha256(String where, String digest) {
    var matcher = SHA256.matcher(digest);
    if (!matcher.matches()) {
      throw Refusals.refused(
          "%s has the digest '%s': only sha256:<64 hexadecimal digits> is understood"
              .formatted(where, digest));
    }
    return matcher.group(1);
  }

  String digest() {
    return "sha256:" + sha256;
  }
}
