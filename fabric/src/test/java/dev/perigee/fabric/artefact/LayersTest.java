package dev.perigee.fabric.artefact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersTest {
  @TempDir Path folder;

  private ArtefactStore store;
  private Layers layers;

  @BeforeEach
  void open() {
    store = ArtefactStore.open(folder.resolve("store"));
    layers = new Layers(store);
  }

  /// A layer with one file, or with a link.
  private String layer(String path, String content, boolean link) throws IOException {
    Path root = Files.createTempDirectory(folder, "layer");
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    if (link) {
      Files.createSymbolicLink(file, Path.of(content));
    } else {
      Files.writeString(file, content);
    }
    return store.put(CodeArchive.pack(root));
  }

  private Path tree(String... hashes) {
    try (Lease list = layers.put(List.of(hashes))) {
      return layers.tree(list.sha256());
    }
  }

  @Test
  void laterLayersWinAndShareTheirFiles() throws IOException {
    String lower = layer("a/x", "lower", false);
    String upper = layer("a/x", "upper", false);
    assertThat(tree(lower, upper).resolve("a/x")).hasContent("upper");
    Path other = tree(upper, lower).resolve("a/x");
    assertThat(other).hasContent("lower");
    assertThat(Files.getAttribute(other, "unix:nlink")).isEqualTo(2);
  }

  @Test
  void aFolderTakesThePlaceOfALinkAndNothingIsWrittenThroughIt() throws IOException {
    String lower = layer("a", "b", true);
    String upper = layer("a/x", "mine", false);
    Path tree = tree(lower, upper);
    assertThat(Files.isDirectory(tree.resolve("a"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(tree.resolve("a/x")).hasContent("mine");
    assertThat(tree.resolve("b")).doesNotExist();
  }

  @Test
  void aFileTakesThePlaceOfAFolder() throws IOException {
    Path tree = tree(layer("a/x", "below", false), layer("a", "file", false));
    assertThat(tree.resolve("a")).hasContent("file");
  }

  @Test
  void aListNamesItsPartsAndSizesAreThoseUnpacked() throws IOException {
    String one = layer("one", "1234567", false);
    try (Lease list = layers.put(List.of(one))) {
      assertThat(layers.parts(list.sha256())).containsExactly(list.sha256(), one);
      assertThat(layers.unpackedBytes(one)).isEqualTo("1234567".getBytes(UTF_8).length);
    }
  }
}
