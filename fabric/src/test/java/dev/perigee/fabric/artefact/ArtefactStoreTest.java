package dev.perigee.fabric.artefact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void collectsWhatNothingRefersToAndNobodyHolds() {
    ArtefactStore store = open();
    String used = store.put("used".getBytes(UTF_8));
    String unused = store.put("unused".getBytes(UTF_8));
    Lease lease = store.hold(unused);
    assertThat(store.collect(() -> Set.of(used))).isEmpty();
    lease.close();
    assertThat(store.collect(() -> Set.of(used))).containsExactly(unused);
    assertThat(store.list()).containsExactly(used);
    assertThat(folder).isDirectoryNotContaining(p -> p.getFileName().toString().startsWith("."));
  }

  @Test
  void holdsWhatTwoUseUntilBothAreDone() {
    ArtefactStore store = open();
    String name = store.put("used".getBytes(UTF_8));
    Lease first = store.hold(name);
    Lease second = store.hold(name);
    first.close();
    first.close();
    assertThat(store.collect(() -> Set.of())).isEmpty();
    second.close();
    assertThat(store.collect(() -> Set.of())).containsExactly(name);
  }

  @Test
  void sparesWhatIsReleasedWhileItLooksForReferences() {
    ArtefactStore store = open();
    Lease lease = store.put(new ByteArrayInputStream("abc".getBytes(UTF_8)), 3);
    assertThat(
            store.collect(() -> {
              lease.close();
              return Set.of();
            }))
        .isEmpty();
    assertThat(store.collect(Set::of)).containsExactly(ABC);
  }

  @Test
  void storesAStreamAndHoldsIt() {
    ArtefactStore store = open();
    Lease lease = store.put(new ByteArrayInputStream("abc".getBytes(UTF_8)), 3);
    assertThat(lease.sha256()).isEqualTo(ABC);
    assertThat(store.collect(() -> Set.of())).isEmpty();
    assertThat(store.sizeBytes(ABC)).isEqualTo(3);
    assertThat(store.read(ABC, 1, 100)).asString(UTF_8).isEqualTo("bc");
    assertThat(store.read(ABC, 3, 100)).isEmpty();
  }

  @Test
  void refusesAStreamThatIsTooLongAndKeepsNothingOfIt() {
    ArtefactStore store = open();
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(() -> store.put(new ByteArrayInputStream(new byte[4]), 3))
        .withMessageContaining("more than the 3 bytes");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void removesWhatACrashLeft() throws Exception {
    Files.createDirectories(folder.resolve(".aside-1/sub"));
    Files.writeString(folder.resolve(".aside-1/sub/content"), "half");
    Files.createDirectories(folder.resolve(".removed-1/tree"));
    open();
    assertThat(folder).isEmptyDirectory();
  }
}
