package dev.perigee.cli;

import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.image.ImagePacker;
import java.nio.file.Files;
import java.nio.file.Path;

/// Brings an image to the platform, as a stream.
final class ImageUpload {
  private ImageUpload() {}

  /// @param archive a tar, or the folder of an OCI image layout
  /// @param name what the platform shall call it; empty for nothing
  /// @return what the platform says of it
  static Reply load(PlatformClient client, Path archive, String name) {
    if (!Files.exists(archive)) {
      throw new VerbException(
          "there is no "
              + archive
              + ": give an archive of an image, or the folder of an OCI layout");
    }
    String path = "/v1/images" + (name.isEmpty() ? "" : "?name=" + PlatformClient.escaped(name));
    try {
      return client.upload(path, "application/x-tar", out -> ImagePacker.pack(archive, out));
    } catch (FabricException e) {
      throw new VerbException(String.valueOf(e.getMessage()), e);
    }
  }

  static String digest(Reply reply) {
    return reply.object().get("digest") instanceof String digest ? digest : "";
  }
}
