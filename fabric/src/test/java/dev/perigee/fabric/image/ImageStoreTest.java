package dev.perigee.fabric.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.fabric.artefact.ArchiveLimits;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.artefact.Sha256;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
  @TempDir Path folder;

  private ArtefactStore artefacts;
  private ImageStore images;

  @BeforeEach
  void open() {
    artefacts = ArtefactStore.open(folder);
    images = new ImageStore(artefacts, "linux/amd64", ArchiveLimits.IMAGE);
  }

  private Path root(Layer... layers) {
    Layout layout = new Layout();
    List.of(layers).forEach(layout::layer);
    try (ImageStore.Loaded loaded = images.load(layout.done().stream())) {
      return images.root(loaded.image().sha256());
    }
  }

  @Test
  void saysHowAnImageWantsToBeRun() {
    Layout layout = new Layout().layer(new Layer().file("bin/hello", "#!")).done();
    try (ImageStore.Loaded loaded = images.load(layout.stream())) {
      ImageConfig config = loaded.image().config();
      assertThat(config.entryPoint()).containsExactly("/bin/hello");
      assertThat(config.command()).containsExactly("a", "b");
      assertThat(config.environment()).isEqualTo(Map.of("A", "1", "B", "x=y"));
      assertThat(config.user()).isEqualTo("app");
      assertThat(config.workingDirectory()).isEqualTo("/srv");
      assertThat(loaded.image().parts()).hasSize(3);
    }
  }

  @Test
  void laysLayersOverEachOther() {
    Path root =
        root(
            new Layer().file("etc/a", "lower").file("etc/b", "stays"),
            new Layer().file("etc/a", "upper"));
    assertThat(root.resolve("etc/a")).hasContent("upper");
    assertThat(root.resolve("etc/b")).hasContent("stays");
    assertThat(root.resolve("proc")).isEmptyDirectory();
  }

  @Test
  void hidesWhatAWhiteoutNames() {
    Path root =
        root(
            new Layer().file("etc/a", "1").file("etc/sub/b", "2").file("etc/c", "3"),
            new Layer().file("etc/.wh.a", "").file("etc/.wh.sub", ""));
    assertThat(root.resolve("etc")).isDirectoryContaining(p -> p.endsWith("c"));
    assertThat(root.resolve("etc/a")).doesNotExist();
    assertThat(root.resolve("etc/sub")).doesNotExist();
    assertThat(root.resolve("etc/.wh.a")).doesNotExist();
  }

  @Test
  void emptiesAFolderThatIsOpaqueButKeepsWhatItsLayerPutsThere() {
    Path root =
        root(
            new Layer().file("data/old", "1").file("data/sub/old", "2"),
            new Layer().file("data/new", "3").file("data/.wh..wh..opq", ""));
    assertThat(root.resolve("data")).isDirectoryNotContaining(p -> !p.endsWith("new"));
    assertThat(root.resolve("data/new")).hasContent("3");
  }

  @Test
  void followsLinksToFoldersInsideTheRootOnly() {
    Path root =
        root(
            new Layer().folder("usr/lib").link("lib", "usr/lib").link("out", "../../etc"),
            new Layer().file("lib/x.so", "x").file("out/evil", "y"));
    assertThat(root.resolve("usr/lib/x.so")).hasContent("x");
    assertThat(Files.isSymbolicLink(root.resolve("lib"))).isTrue();
    assertThat(root.resolve("etc/evil")).hasContent("y");
  }

  @Test
  void replacesAFolderByAFileAndAFileByAFolder() {
    Path root =
        root(
            new Layer().file("a/b", "1").file("c", "2"),
            new Layer().file("a", "3").file("c/d", "4"));
    assertThat(root.resolve("a")).hasContent("3");
    assertThat(root.resolve("c/d")).hasContent("4");
  }

  @Test
  void keepsHardLinksAndDropsDevicesAndSetUserId() throws Exception {
    byte[] program = "#!".getBytes(UTF_8);
    Path root =
        root(
            new Layer()
                .file("bin/su", 04711, program)
                .hardLink("bin/su2", "bin/su")
                .device("dev/sda")
                .file("etc/shadow", 0600, program));
    assertThat(Files.isSameFile(root.resolve("bin/su"), root.resolve("bin/su2"))).isTrue();
    assertThat(Files.getAttribute(root.resolve("bin/su"), "unix:mode")).isEqualTo(0100755);
    assertThat(root.resolve("dev/sda")).doesNotExist();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve("etc/shadow"))))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void sharesTheBytesOfALayerThatTwoImagesHave() throws Exception {
    Layer base = new Layer().file("big", "shared");
    byte[] blob = Layer.gzip(base.tar());
    String diff = Sha256.of(base.tar());
    Layout one =
        new Layout().layer(Layout.GZIP, blob, diff).layer(new Layer().file("1", "")).done();
    Layout two =
        new Layout().layer(Layout.GZIP, blob, diff).layer(new Layer().file("2", "")).done();
    try (ImageStore.Loaded first = images.load(one.stream());
        ImageStore.Loaded second = images.load(two.stream())) {
      Path a = images.root(first.image().sha256()).resolve("big");
      Path b = images.root(second.image().sha256()).resolve("big");
      assertThat(Files.isSameFile(a, b)).isTrue();
    }
  }

  @Test
  void keepsALayerAsLongAsOneImageRefersToIt() {
    Layer base = new Layer().file("big", "shared");
    byte[] blob = Layer.gzip(base.tar());
    String diff = Sha256.of(base.tar());
    Layout one =
        new Layout().layer(Layout.GZIP, blob, diff).layer(new Layer().file("1", "")).done();
    Layout two =
        new Layout().layer(Layout.GZIP, blob, diff).layer(new Layer().file("2", "")).done();
    ImageStore.Loaded first = images.load(one.stream());
    ImageStore.Loaded second = images.load(two.stream());
    first.close();
    artefacts.collect(() -> Set.of());
    assertThat(artefacts.list()).containsExactlyInAnyOrderElementsOf(second.image().parts());
    assertThat(images.root(second.image().sha256()).resolve("big")).hasContent("shared");
    second.close();
    artefacts.collect(() -> Set.of());
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void takesTheImageOfItsPlatformFromAnIndexOfAnIndex() {
    Layout arm = new Layout().platform("linux", "arm64").layer(new Layer().file("a", "arm")).done();
    Layout both = new Layout().layer(new Layer().file("a", "amd")).done();
    both.files.putAll(arm.files);
    String nested =
        Layout.index(
            List.of(
                arm.manifestFor("linux", "arm64"),
                both.manifestFor("linux", "amd64"),
                arm.manifestFor("unknown", "unknown")));
    both.index(both.descriptor(Layout.INDEX, nested.getBytes(UTF_8)));
    try (ImageStore.Loaded loaded = images.load(both.stream())) {
      assertThat(images.root(loaded.image().sha256()).resolve("a")).hasContent("amd");
    }
  }

  @Test
  void readsWhatOlderReleasesOfDockerSave() {
    byte[] tar = new Layer().file("a", "old").tar();
    String config =
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{},\"rootfs\":{\"diff_ids\":[\"sha256:%s\"]}}"
            .formatted(Sha256.of(tar));
    Layout saved = new Layout().text("c.json", config);
    saved.files.put("aa/layer.tar", tar);
    saved.text("manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[\"aa/layer.tar\"]}]");
    try (ImageStore.Loaded loaded = images.load(saved.stream())) {
      assertThat(images.root(loaded.image().sha256()).resolve("a")).hasContent("old");
    }
  }

  @Test
  void readsAnArchiveThatIsCompressed() {
    byte[] tar = new Layout().layer(new Layer().file("a", "1")).done().tar();
    try (ImageStore.Loaded loaded = images.load(new ByteArrayInputStream(Layer.gzip(tar)))) {
      assertThat(images.root(loaded.image().sha256()).resolve("a")).hasContent("1");
    }
  }

  /// As after a kill between two steps: something was written aside, or a tree is missing.
  @Test
  void makesAgainWhatACrashLeftUnfinished() throws Exception {
    Layout layout = new Layout().layer(new Layer().file("a", "1")).done();
    String sha256;
    try (ImageStore.Loaded loaded = images.load(layout.stream())) {
      sha256 = loaded.image().sha256();
    }
    Path tree = images.root(sha256);
    Files.move(tree, folder.resolve(".aside-crash"));
    ArtefactStore reopened = ArtefactStore.open(folder);
    Path again = ImageStore.of(reopened).root(sha256);
    assertThat(again.resolve("a")).hasContent("1");
    assertThat(Files.exists(folder.resolve(".aside-crash"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }
}
