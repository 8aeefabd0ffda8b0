package dev.perigee.fabric.image;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How an image wants to be run (image-spec, `config.md`).
///
/// @param platform such as `linux/amd64`
/// @param user as it is named there; empty if it is not
/// @param workingDirectory empty if it is not named
/// @param diffIds the hashes of the layers, uncompressed
public record ImageConfig(
    String platform,
    List<String> entryPoint,
    List<String> command,
    Map<String, String> environment,
    String user,
    String workingDirectory,
    List<String> diffIds) {

  public ImageConfig {
    entryPoint = List.copyOf(entryPoint);
    command = List.copyOf(command);
    environment = new TreeMap<>(environment);
    diffIds = List.copyOf(diffIds);
  }

  static ImageConfig parse(String sha256, byte[] bytes) {
    Document document = Document.parse("the configuration sha256:" + sha256, bytes);
    Document how = document.object("config");
    return new ImageConfig(
        document.needed("os") + "/" + document.needed("architecture"),
        how.texts("Entrypoint"),
        how.texts("Cmd"),
        how.variables("Env"),
        how.text("User"),
        how.text("WorkingDir"),
        document.object("rootfs").texts("diff_ids").stream()
            .map(id -> Descriptor.sha256(document.where(), id))
            .toList());
  }
}
