package dev.perigee.cli.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.cli.backup.Manifest.Kept;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Lays a backup out as a data folder. Everything is checked by its digest before the folder gets
/// its name, so it is there whole or not at all.
///
/// @param archive file of a backup
/// @param data where to; not there yet, or empty
public record Restorer(Path archive, Path data) {

  /// @return how many files there were
  public int restore() throws IOException {
    requireEmpty();
    Path target = data.toAbsolutePath().normalize();
    Path parent = Objects.requireNonNull(target.getParent(), "a data folder lies in a folder");
    Files.createDirectories(parent);
    Path draft = Files.createTempDirectory(parent, target.getFileName() + ".restoring-");
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      Manifest manifest = manifest(zip);
      for (Map.Entry<String, Kept> file : manifest.files().entrySet()) {
        extract(zip, file.getKey(), file.getValue(), draft);
      }
      Files.deleteIfExists(target);
      Files.move(draft, target);
      return manifest.files().size();
    } catch (ZipException e) {
      throw new BackupException(
          archive + " is no whole zip archive (" + e.getMessage() + "): take the backup again");
    } finally {
      delete(draft);
    }
  }

  private void requireEmpty() throws IOException {
    if (!Files.exists(data)) {
      return;
    }
    try (DirectoryStream<Path> content = Files.newDirectoryStream(data)) {
      if (content.iterator().hasNext()) {
        throw new BackupException(
            "data folder %s is not empty: restore into a new one with --data, or move it away"
                .formatted(data));
      }
    }
  }

  private Manifest manifest(ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry(Manifest.ENTRY);
    if (entry == null) {
      throw new BackupException(
          archive
              + " has no "
              + Manifest.ENTRY
              + ": it is no backup, or was cut short; take it again");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return Manifest.read(in.readAllBytes());
    }
  }

  private void extract(ZipFile zip, String name, Kept kept, Path draft) throws IOException {
    Path file = draft.resolve(name).normalize();
    if (!file.startsWith(draft) || name.isEmpty()) {
      throw new BackupException(archive + " names a file outside of the data folder: " + name);
    }
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new BackupException(archive + " lacks " + name + ": take the backup again");
    }
    Files.createDirectories(Objects.requireNonNull(file.getParent(), name));
    requireInside(file, draft, name);
    MessageDigest digest = BackupWriter.sha256();
    try (InputStream in = new DigestInputStream(zip.getInputStream(entry), digest)) {
      if (kept.isLink()) {
        Files.createSymbolicLink(file, Path.of(new String(in.readAllBytes(), UTF_8)));
      } else {
        Files.copy(in, file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(kept.mode()));
      }
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(kept.sha256())) {
      throw new BackupException(
          "%s is damaged: %s does not have the digest that was written down; use another copy"
              .formatted(archive, name));
    }
  }

  /// No file is written through a link of the archive.
  private void requireInside(Path file, Path draft, String name) throws IOException {
    @Nullable Path parent = file.getParent();
    if (parent == null || !parent.toRealPath().startsWith(draft.toRealPath())) {
      throw new BackupException(archive + " leads outside of the data folder by a link: " + name);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
