package dev.perigee.fabric.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Writes an image as one stream: an archive as it is, the folder of an OCI image layout as an
/// archive.
public final class ImagePacker {
  private static final List<String> DOCUMENTS = List.of("oci-layout", "index.json");

  private ImagePacker() {}

  public static void pack(Path image, OutputStream out) throws IOException {
    if (!Files.isDirectory(image)) {
      Files.copy(image, out);
      return;
    }
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    for (Path file : files(image)) {
      tar.putArchiveEntry(new TarArchiveEntry(file, image.relativize(file).toString()));
      Files.copy(file, tar);
      tar.closeArchiveEntry();
    }
    tar.finish();
    out.flush();
  }

  private static List<Path> files(Path layout) throws IOException {
    Path blobs = layout.resolve("blobs").resolve("sha256");
    if (!Files.exists(layout.resolve("index.json")) || !Files.isDirectory(blobs)) {
      throw Refusals.refused(
          "%s holds no index.json and blobs/sha256: it has to be an OCI image layout, as `skopeo copy .. oci:DIR` writes it"
              .formatted(layout));
    }
    List<Path> files = new ArrayList<>();
    for (String document : DOCUMENTS) {
      if (Files.exists(layout.resolve(document))) {
        files.add(layout.resolve(document));
      }
    }
    try (Stream<Path> all = Files.list(blobs)) {
      files.addAll(all.filter(Files::isRegularFile).sorted().toList());
    }
    return files;
  }
}
