package dev.perigee.fabric.artefact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtefactStoreTest {
  /// FIPS 180-4, the first example of SHA-256.
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  private ArtefactStore open() {
    return ArtefactStore.open(folder);
  }

  @Test
  void namesBytesByTheirHash() {
    assertThat(open().put("abc".getBytes(UTF_8))).isEqualTo(ABC);
    assertThat(open().get(ABC)).asString(UTF_8).isEqualTo("abc");
    assertThat(folder.resolve(ABC).resolve("content")).hasContent("abc");
  }

  @Test
  void keepsTheSameBytesOnce() {
    ArtefactStore store = open();
    store.put("abc".getBytes(UTF_8));
    store.put("abc".getBytes(UTF_8));
    assertThat(store.list()).containsExactly(ABC);
    assertThat(folder).isDirectoryNotContaining(p -> p.getFileName().toString().startsWith("."));
  }

  @Test
  void noticesBytesThatChanged() throws Exception {
    ArtefactStore store = open();
    store.put("abc".getBytes(UTF_8));
    Files.writeString(folder.resolve(ABC).resolve("content"), "abd");
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(() -> store.get(ABC))
        .withMessageContaining("deploy it again")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
  }

  @Test
  void refusesNamesThatAreNotHashes() {
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(() -> open().get("../../etc/passwd"))
        .withMessageContaining("there is no artefact");
  }

  @Test
  void unpacksOnceAndKeepsIt() throws Exception {
    Path code = Files.createDirectory(folder.resolve("code"));
    Files.writeString(code.resolve("f.py"), "pass");
    ArtefactStore store = ArtefactStore.open(folder.resolve("store"));
    String name = store.put(CodeArchive.pack(code));
    Path tree = store.unpacked(name, ArchiveLimits.DEFAULT);
    assertThat(tree.resolve("f.py")).hasContent("pass");
    assertThat(store.unpacked(name, ArchiveLimits.DEFAULT)).isEqualTo(tree);
  }

  @Test
  void collectsWhatNothingRefersToAndWhatIsNotNew() {
    ArtefactStore store = open();
    String used = store.put("used".getBytes(UTF_8));
    String unused = store.put("unused".getBytes(UTF_8));
    assertThat(store.collect(Set.of(used), Instant.EPOCH)).isEmpty();
    assertThat(store.collect(Set.of(used), Instant.now().plusSeconds(60))).containsExactly(unused);
    assertThat(store.list()).containsExactly(used);
  }

  @Test
  void removesWhatACrashLeft() throws Exception {
    Files.createDirectories(folder.resolve(".aside-1/sub"));
    Files.writeString(folder.resolve(".aside-1/sub/content"), "half");
    open();
    assertThat(folder).isEmptyDirectory();
  }
}
