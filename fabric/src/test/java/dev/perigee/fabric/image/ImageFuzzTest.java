package dev.perigee.fabric.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.artefact.ArchiveLimits;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.artefact.Sha256;
import dev.perigee.testing.Fuzz;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is sent as an image.
class ImageFuzzTest {
  private static final byte[] TAR = new Layer().file("a", "1").tar();

  @TempDir Path folder;

  private static Layout image() {
    return new Layout().layer(Layout.GZIP, Layer.gzip(TAR), Sha256.of(TAR)).done();
  }

  @Test
  void takesOrRefusesEveryArchive() {
    ImageStore images =
        new ImageStore(
            ArtefactStore.open(folder.resolve("store")), "linux/amd64", ArchiveLimits.IMAGE);

    Fuzz.Result result =
        Fuzz.of(image().tar())
            .fewer()
            .refusing(FabricException.class)
            .run(archive -> images.load(new ByteArrayInputStream(archive)));

    assertThat(result.refused()).isPositive();
    assertThat(result.taken()).isPositive();
  }

  @Test
  void takesOrRefusesEveryDocument() {
    byte[][] documents =
        image().files.values().stream()
            .filter(file -> new String(file, UTF_8).startsWith("{"))
            .toArray(byte[][]::new);

    Fuzz.Result result =
        Fuzz.of(documents)
            .refusing(FabricException.class)
            .run(document -> {
              var _ = Manifest.parse("0", document);
              var _ = ImageConfig.parse("0", document);
            });

    assertThat(result.refused()).isPositive();
  }
}
