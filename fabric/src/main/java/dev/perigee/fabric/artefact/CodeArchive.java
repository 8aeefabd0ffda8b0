package dev.perigee.fabric.artefact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Code as a zip archive: checked and unpacked into a folder, or packed from a file or folder.
public final class CodeArchive {
  private CodeArchive() {}

  /// What was unpacked.
  public record Unpacked(int files, long bytes) {}

  /// Unpacks into a folder that is not there yet or empty. Nothing is written if a rule that the
  /// directory shows is broken; if content turns out to be damaged, the folder is removed.
  public static Unpacked unpack(byte[] zip, Path target, ArchiveLimits limits) {
    List<ZipEntryInfo> entries = ZipDirectory.read(zip, limits);
    new EntryChecks(limits).check(entries);
    try {
      Files.createDirectories(target);
      return write(zip, entries, target);
    } catch (IOException e) {
      throw new FabricException(
          Reason.IO, "can't unpack into %s: %s".formatted(target, e.getMessage()), e);
    }
  }

  private static Unpacked write(byte[] zip, List<ZipEntryInfo> entries, Path target)
      throws IOException {
    try (EntryReader reader = new EntryReader(zip)) {
      long bytes = 0;
      List<ZipEntryInfo> links = new ArrayList<>();
      for (ZipEntryInfo entry : entries) {
        if (entry.isLink()) {
          links.add(entry);
        } else {
          writeOne(reader, entry, target);
          bytes += entry.unpackedBytes();
        }
      }
      // Links come last: no file is ever written through one.
      for (ZipEntryInfo link : links) {
        writeLink(reader, link, target);
      }
      protect(entries, target);
      return new Unpacked(entries.size(), bytes);
    } catch (IOException | RuntimeException e) {
      Trees.delete(target);
      throw e;
    }
  }

  private static void writeOne(EntryReader reader, ZipEntryInfo entry, Path target)
      throws IOException {
    Path path = target.resolve(entry.path());
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
      reader.copy(entry, out);
    }
  }

  private static void writeLink(EntryReader reader, ZipEntryInfo link, Path target)
      throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    reader.copy(link, text);
    String to = text.toString(UTF_8);
    LinkTarget.check(link.path(), to);
    Path path = target.resolve(link.path());
    Files.createDirectories(path.getParent());
    Files.createSymbolicLink(path, Path.of(to));
  }

  /// Modes come last too: a folder without the write bit could not be filled.
  private static void protect(List<ZipEntryInfo> entries, Path target) throws IOException {
    for (ZipEntryInfo entry : entries) {
      if (!entry.isLink()) {
        Files.setPosixFilePermissions(
            target.resolve(entry.path()), permissions(entry.permissions()));
      }
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode >> (all.length - 1 - bit) & 1) == 1) {
        set.add(all[bit]);
      }
    }
    return set;
  }

  /// The archive of a folder's content, of a single file, or of a zip archive: that one as it is.
  /// The same content gives the same bytes: entries are sorted and have one fixed time.
  public static byte[] pack(Path code) {
    try {
      if (Files.isDirectory(code)) {
        return ZipPacker.packFolder(code);
      }
      if (isZip(code)) {
        return Files.readAllBytes(code);
      }
      return ZipPacker.packFile(code);
    } catch (IOException e) {
      throw new FabricException(
          Reason.REFUSED, "can't pack %s: %s".formatted(code, e.getMessage()), e);
    }
  }

  private static boolean isZip(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] magic = in.readNBytes(4);
      return magic.length == 4
          && magic[0] == 'P'
          && magic[1] == 'K'
          && (magic[2] == 3 || magic[2] == 5);
    }
  }
}
