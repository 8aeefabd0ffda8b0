package dev.perigee.fabric.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.artefact.ArchiveLimits;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.artefact.Sha256;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each thing that can be wrong with an image, and what is said of it. Nothing of it stays.
class RefusedImageTest {
  private static final Layer FINE = new Layer().file("a", "1");
  private static final byte[] TAR = FINE.tar();

  @TempDir Path folder;

  private ArtefactStore artefacts;

  @BeforeEach
  void open() {
    artefacts = ArtefactStore.open(folder.resolve("store"));
  }

  private void refuses(byte[] archive, String... words) {
    refuses(archive, ArchiveLimits.IMAGE, words);
  }

  private void refuses(byte[] archive, ArchiveLimits limits, String... words) {
    ImageStore images = new ImageStore(artefacts, "linux/amd64", limits);
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(() -> images.load(new ByteArrayInputStream(archive)))
        .satisfies(e -> {
          assertThat(e.reason()).isEqualTo(FabricException.Reason.REFUSED);
          assertThat(e.getMessage()).contains(words);
        });
    artefacts.collect(() -> Set.of());
    assertThat(folder.resolve("store")).isEmptyDirectory();
  }

  private static Layout fine() {
    return new Layout().layer(Layout.GZIP, Layer.gzip(TAR), Sha256.of(TAR));
  }

  private void refusesLayer(Layer layer, String... words) {
    refuses(new Layout().layer(layer).done().tar(), words);
  }

  @Test
  void anArchiveThatIsCutShort() {
    byte[] whole = fine().done().tar();
    for (int bytes : new int[] {700, 1100, 1200}) {
      refuses(Arrays.copyOf(whole, bytes), "docker save");
    }
  }

  @Test
  void whatIsNoArchive() {
    refuses("hello, this is no archive".repeat(100).getBytes(UTF_8), "has to be a tar");
    refuses(new byte[0], "it is empty, or no tar");
  }

  @Test
  void anArchiveOfSomethingElse() {
    refuses(new Layer().file("readme", "").tar(), "neither index.json nor manifest.json");
  }

  @Test
  void aBlobWithAnotherDigest() {
    Layout layout = fine().done();
    layout.files.replaceAll((name, bytes) ->
        name.startsWith("blobs/") ? Arrays.copyOf(bytes, bytes.length - 1) : bytes);
    refuses(layout.tar(), "blob blobs/sha256/", "with the hash", "cut short or changed");
  }

  @Test
  void aBlobThatIsMissing() {
    Layout layout = fine().done();
    layout.files.remove("blobs/sha256/" + Sha256.of(Layer.gzip(TAR)));
    refuses(layout.tar(), "blob sha256:" + Sha256.of(Layer.gzip(TAR)), "is not in it");
  }

  @Test
  void aLayerThatIsCutShort() {
    byte[] whole = Layer.gzip(TAR);
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    refuses(
        new Layout().layer(Layout.GZIP, half, Sha256.of(TAR)).done().tar(),
        "layer sha256:" + Sha256.of(half),
        "ends too early");
  }

  @Test
  void aLayerThatIsNoGzip() {
    refuses(
        new Layout().layer(Layout.GZIP, TAR, Sha256.of(TAR)).done().tar(), "is damaged", "GZIP");
  }

  @Test
  void aLayerWithAnotherContentThanTheConfigurationSays() {
    refuses(
        new Layout().layer(Layout.GZIP, Layer.gzip(TAR), Sha256.of(new byte[1])).done().tar(),
        "uncompressed, has the hash " + Sha256.of(TAR),
        "build the image anew");
  }

  @Test
  void anImageForAnotherMachine() {
    refuses(
        fine().platform("linux", "arm64").done().tar(),
        "it is for linux/arm64, this machine is linux/amd64",
        "--platform linux/amd64");
    Layout arm = fine().platform("linux", "arm64").done();
    refuses(arm.index(arm.manifestFor("linux", "arm64")).tar(), "it is for [linux/arm64]");
  }

  @Test
  void twoImagesInOneArchive() {
    Layout layout = fine().done();
    refuses(
        layout.index(layout.manifest(), layout.manifest()).tar(), "holds 2 images for linux/amd64");
  }

  @Test
  void mediaTypesThatAreNotKnown() {
    refuses(
        new Layout().layer("application/x-lha", TAR, Sha256.of(TAR)).done().tar(),
        "has the media type 'application/x-lha'",
        "a layer as tar or tar+gzip");
    refuses(
        new Layout()
            .layer("application/vnd.oci.image.layer.v1.tar+zstd", TAR, Sha256.of(TAR))
            .done()
            .tar(),
        "compressed by zstd",
        "compression=gzip");
  }

  @Test
  void documentsThatAreDamaged() {
    refuses(fine().done().text("index.json", "{").tar(), "index.json is not JSON");
    refuses(fine().done().text("index.json", "{}").tar(), "index.json.manifests has to be a list");
    refuses(
        fine().done().index("{\"digest\":\"md5:1\",\"size\":1}").tar(),
        "digest 'md5:1'",
        "only sha256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "a/.wh...", ".wh.."})
  void namesThatLeaveTheLayer(String name) {
    refusesLayer(new Layer().file(name, "x"), "entry '" + name + "'", "could leave the layer");
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  @Test
  void nothingThroughALinkThatLeavesTheLayer() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Layout layout =
        new Layout().layer(new Layer().link("a", outside.toString()).file("a/evil", "x")).done();
    ImageStore images = new ImageStore(artefacts, "linux/amd64", ArchiveLimits.IMAGE);
    images.load(layout.stream()).close();
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aHardLinkToWhatIsNotThere() {
    refusesLayer(new Layer().hardLink("a", "/etc/passwd"), "hard link to '/etc/passwd'");
  }

  @Test
  void linksThatGoRoundInCircles() {
    refusesLayer(new Layer().link("a", "b").link("b", "a").file("a/c", "1"), "round in circles");
  }

  @Test
  void aBomb() {
    byte[] tar = new Layer().file("zeros", 0644, new byte[70 << 20]).tar();
    refuses(
        new Layout().layer(Layout.GZIP, Layer.gzip(tar), Sha256.of(tar)).done().tar(),
        "it is a bomb");
  }

  @Test
  void whatIsTooLarge() {
    ArchiveLimits small = new ArchiveLimits(20_000, 10, 200);
    byte[] tar = new Layer().file("zeros", 0644, new byte[30_000]).tar();
    refuses(
        new Layout().layer(Layout.GZIP, Layer.gzip(tar), Sha256.of(tar)).done().tar(),
        small,
        "entry 'zeros'",
        "more than 20000 bytes");
    Layer many = new Layer();
    for (int i = 0; i < 11; i++) {
      many.file("f" + i, "");
    }
    refuses(new Layout().layer(many).done().tar(), small, "more than 10");
  }
}
