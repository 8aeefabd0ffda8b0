package dev.perigee.fabric.artefact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeArchiveTest {
  private static final int FILE = 0x8000;
  private static final int LINK = 0xa000;

  @TempDir Path folder;

  private Path target() {
    return folder.resolve("target");
  }

  private CodeArchive.Unpacked unpack(byte[] zip) {
    return CodeArchive.unpack(zip, target(), ArchiveLimits.DEFAULT);
  }

  private void assertRefused(byte[] zip, ArchiveLimits limits, String... texts) {
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(() -> CodeArchive.unpack(zip, target(), limits))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED))
        .satisfies(e -> assertThat(e).hasMessageContainingAll(texts));
    assertThat(target()).doesNotExist();
  }

  private void assertRefused(byte[] zip, String... texts) {
    assertRefused(zip, ArchiveLimits.DEFAULT, texts);
  }

  private static byte[] zip(String name, int mode, String content) {
    ZipWriter zip = new ZipWriter();
    zip.add(name, mode, content.getBytes(UTF_8));
    return zip.finish();
  }

  private Path code() throws Exception {
    Path code = folder.resolve("code");
    Files.createDirectories(code.resolve("sub/empty"));
    Files.writeString(code.resolve("bootstrap"), "#!/bin/sh\n".repeat(100));
    Files.setPosixFilePermissions(
        code.resolve("bootstrap"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(code.resolve("sub/grüße.txt"), "hi");
    Files.setPosixFilePermissions(
        code.resolve("sub/grüße.txt"), PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(code.resolve("sub/link"), Path.of("../bootstrap"));
    return code;
  }

  @Test
  void keepsContentRunBitsAndLinks() throws Exception {
    CodeArchive.Unpacked unpacked = unpack(CodeArchive.pack(code()));
    assertThat(unpacked).isEqualTo(new CodeArchive.Unpacked(5, 1002));
    assertThat(target().resolve("bootstrap")).isExecutable().hasContent("#!/bin/sh\n".repeat(100));
    assertThat(target().resolve("sub/grüße.txt")).hasContent("hi");
    assertThat(Files.isExecutable(target().resolve("sub/grüße.txt"))).isFalse();
    assertThat(target().resolve("sub/empty")).isEmptyDirectory();
    assertThat(Files.readSymbolicLink(target().resolve("sub/link"))).hasToString("../bootstrap");
  }

  @Test
  void givesTheSameBytesForTheSameContent() throws Exception {
    Path code = code();
    byte[] first = CodeArchive.pack(code);
    Files.setLastModifiedTime(code.resolve("bootstrap"), FileTime.from(Instant.EPOCH));
    Files.setPosixFilePermissions(
        code.resolve("sub/grüße.txt"), PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.createDirectories(code.resolve("__pycache__"));
    assertThat(CodeArchive.pack(code)).isEqualTo(first);
  }

  @Test
  void writesWhatOtherReadersRead() throws Exception {
    try (ZipInputStream in =
        new ZipInputStream(new ByteArrayInputStream(CodeArchive.pack(code())))) {
      ZipEntry first = in.getNextEntry();
      assertThat(first).isNotNull();
      assertThat(first.getName()).isEqualTo("bootstrap");
      assertThat(in.readAllBytes()).asString(UTF_8).startsWith("#!/bin/sh");
    }
  }

  @Test
  void readsWhatOtherWritersWrite() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry("a/b.txt"));
      out.write("text ".repeat(1000).getBytes(UTF_8));
    }
    unpack(bytes.toByteArray());
    assertThat(target().resolve("a/b.txt")).hasContent("text ".repeat(1000));
  }

  @Test
  void packsASingleFileAndTakesAnArchiveAsItIs() throws Exception {
    Path file = Files.writeString(folder.resolve("f.py"), "pass");
    byte[] packed = CodeArchive.pack(file);
    unpack(packed);
    assertThat(target().resolve("f.py")).hasContent("pass");
    Path archive = Files.write(folder.resolve("code.bin"), packed);
    assertThat(CodeArchive.pack(archive)).isEqualTo(packed);
  }

  @Test
  void saysWhatCantBePacked() {
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(() -> CodeArchive.pack(folder.resolve("missing")))
        .withMessageContaining("missing");
  }

  @ParameterizedTest
  @CsvSource({
    "../evil, '..'", "a/../../evil, '..'", "/etc/passwd, absolute", "C:evil, absolute",
    "a//b, ''", "./a, '.'", "a\\b, backslash", "a\u0001b, control"
  })
  void refusesNamesThatLeaveTheFolder(String name, String why) {
    assertRefused(zip(name, FILE | 0644, "x"), name, why);
  }

  @ParameterizedTest
  @CsvSource({
    "l, /etc/passwd, absolute",
    "l, ../x, leaves",
    "a/l, ../../x, leaves",
    "l, a/../../x, behind a name",
    "l, '', absolute"
  })
  void refusesLinksThatLeaveTheFolder(String name, String to, String why) {
    assertRefused(zip(name, LINK | 0777, to), name, why);
  }

  @Test
  void refusesAFileBelowALink() {
    ZipWriter zip = new ZipWriter();
    zip.add("a", LINK | 0777, "b".getBytes(UTF_8));
    zip.add("a/evil", FILE | 0644, new byte[1]);
    assertRefused(zip.finish(), "a/evil", "lies below a");
  }

  @Test
  void refusesAnEntryThatIsThereTwice() {
    ZipWriter zip = new ZipWriter();
    zip.add("a", FILE | 0644, new byte[1]);
    zip.add("a/", 0x4000 | 0755, new byte[0]);
    assertRefused(zip.finish(), "'a/'", "twice");
  }

  @Test
  void refusesDevices() {
    assertRefused(zip("null", 0x2000 | 0666, ""), "null", "neither a file");
  }

  @Test
  void dropsTheSetUserIdBit() throws Exception {
    unpack(zip("su", FILE | 04755, "x"));
    assertThat((int) Files.getAttribute(target().resolve("su"), "unix:mode") & 07777)
        .isEqualTo(0755);
  }

  @Test
  void refusesAnArchiveThatUnfoldsToTooMuch() {
    assertRefused(zip("zeros", FILE, "0".repeat(2 << 20)), "zeros", "zip bomb");
    ArchiveLimits small = new ArchiveLimits(1000, 10, 200);
    assertRefused(zip("big", FILE, "abc".repeat(400)), small, "big", "more than 1000 bytes");
    ZipWriter many = new ZipWriter();
    for (int i = 0; i < 11; i++) {
      many.add("f" + i, FILE, new byte[0]);
    }
    assertRefused(many.finish(), small, "11 entries, allowed are 10");
  }

  @Test
  void refusesADirectoryThatUnderstatesASize() {
    byte[] zip = zip("liar", FILE, "0".repeat(100_000));
    int central = indexOf(zip, new byte[] {'P', 'K', 1, 2});
    zip[central + 24] = 1;
    zip[central + 25] = 0;
    zip[central + 26] = 0;
    assertRefused(zip, "liar", "does not fit");
  }

  @Test
  void refusesEntriesThatShareBytes() {
    ZipWriter zip = new ZipWriter();
    zip.add("a", FILE, "aaaa".getBytes(UTF_8));
    zip.add("b", FILE, "bbbb".getBytes(UTF_8));
    byte[] bytes = zip.finish();
    int first = indexOf(bytes, new byte[] {'P', 'K', 1, 2});
    bytes[first + 46 + 1 + 42] = 0;
    assertRefused(bytes, "shares bytes");
  }

  @Test
  void refusesOtherNamesInTheLocalHeaders() {
    byte[] zip = zip("good", FILE, "x");
    zip[30] = 'b';
    assertRefused(zip, "good", "another name");
  }

  @Test
  void refusesDamagedContent() {
    byte[] zip = zip("text", FILE, "some text that is not repeated");
    zip[36] ^= 1;
    assertRefused(zip, "text", "damaged");
  }

  @Test
  void refusesAnArchiveThatIsCutOffAnywhere() {
    byte[] zip = zip("some-name", FILE, "content ".repeat(20));
    for (int length = 0; length < zip.length; length++) {
      assertRefused(Arrays.copyOf(zip, length), "zip archive");
    }
  }

  @Test
  void neverFailsInAnotherWayHoweverTheBytesAreDamaged() {
    byte[] good = zip("some-name", FILE | 0644, "content ".repeat(20));
    for (int at = 0; at < good.length; at++) {
      byte[] zip = good.clone();
      zip[at] ^= (byte) (1 << at % Byte.SIZE);
      unpackOrRefuse(zip, folder.resolve("t" + at));
    }
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  private static void unpackOrRefuse(byte[] zip, Path target) {
    try {
      CodeArchive.unpack(zip, target, ArchiveLimits.DEFAULT);
    } catch (FabricException e) {
      assertThat(e.reason()).isEqualTo(Reason.REFUSED);
    }
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }
}
