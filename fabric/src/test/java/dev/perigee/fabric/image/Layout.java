package dev.perigee.fabric.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.fabric.artefact.Sha256;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An OCI image layout that a test makes; every part can be made wrong.
final class Layout {
  static final String GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";

  final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> layers = new ArrayList<>();
  private final List<String> diffIds = new ArrayList<>();
  private String platform = "\"os\":\"linux\",\"architecture\":\"amd64\"";
  private String manifest = "";

  Layout layer(Layer layer) {
    byte[] tar = layer.tar();
    return layer(GZIP, Layer.gzip(tar), Sha256.of(tar));
  }

  Layout layer(String mediaType, byte[] blob, String diffSha256) {
    layers.add(descriptor(mediaType, blob));
    diffIds.add("\"sha256:" + diffSha256 + "\"");
    return this;
  }

  Layout platform(String os, String architecture) {
    platform = "\"os\":\"%s\",\"architecture\":\"%s\"".formatted(os, architecture);
    return this;
  }

  /// Ends the image: its configuration, its manifest and an index of it alone.
  Layout done() {
    String config =
        "{%s,\"config\":{\"Entrypoint\":[\"/bin/hello\"],\"Cmd\":[\"a\",\"b\"],\"Env\":[\"A=1\",\"B=x=y\"],\"User\":\"app\",\"WorkingDir\":\"/srv\"},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]}}"
            .formatted(platform, String.join(",", diffIds));
    manifest =
        descriptor(
            MediaTypes.MANIFEST,
            "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}"
                .formatted(
                    descriptor(MediaTypes.CONFIG, config.getBytes(UTF_8)), String.join(",", layers))
                .getBytes(UTF_8));
    return index(manifest);
  }

  Layout index(String... descriptors) {
    return text("index.json", index(List.of(descriptors)));
  }

  static String index(List<String> descriptors) {
    return "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(String.join(",", descriptors));
  }

  Layout text(String name, String content) {
    files.put(name, content.getBytes(UTF_8));
    return this;
  }

  String manifest() {
    return manifest;
  }

  /// The manifest as one of several.
  String manifestFor(String os, String architecture) {
    return manifest.substring(0, manifest.length() - 1)
        + ",\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"}}".formatted(os, architecture);
  }

  /// Stores a blob and names it.
  String descriptor(String mediaType, byte[] blob) {
    String sha256 = Sha256.of(blob);
    files.put("blobs/sha256/" + sha256, blob);
    return "{\"mediaType\":\"%s\",\"digest\":\"sha256:%s\",\"size\":%d}"
        .formatted(mediaType, sha256, blob.length);
  }

  byte[] tar() {
    Layer tar = new Layer();
    files.forEach((name, content) -> tar.file(name, 0644, content));
    return tar.tar();
  }

  InputStream stream() {
    return new ByteArrayInputStream(tar());
  }
}
