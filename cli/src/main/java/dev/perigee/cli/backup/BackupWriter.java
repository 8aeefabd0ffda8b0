package dev.perigee.cli.backup;

import dev.perigee.cli.backup.Manifest.Kept;
import dev.perigee.fabric.journal.JournalCopy;
import dev.perigee.platform.control.Backups;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Copies a data folder that is in use. Code goes before the journal and again after it: whatever
/// the copied journal names was there at one of these moments. Files that grow are copied as far as
/// they reach; what of their end is torn is cut off at the next start, as after a sudden end.
///
/// @param settle returns when the ledgers hold every answer that was given before
public record BackupWriter(Path data, String release, Runnable settle) implements Backups {
  private static final String DATABASE = ".db";
  private static final List<String> LEFT_OUT = List.of("-wal", "-shm", "journal.lock");

  @Override
  public void write(OutputStream out) throws IOException {
    settle.run();
    Copy copy = new Copy(out);
    for (String first : List.of("artefacts", "images")) {
      copy.tree(data.resolve(first));
    }
    copy.database(data.resolve("journal.db"), "journal.db");
    copy.tree(data);
    copy.end();
  }

  private final class Copy {
    private final TreeMap<String, Kept> files = new TreeMap<>();
    private final ZipOutputStream zip;

    Copy(OutputStream out) {
      this.zip = new ZipOutputStream(out);
      zip.setLevel(Deflater.BEST_SPEED);
    }

    void tree(Path folder) throws IOException {
      if (!Files.isDirectory(folder)) {
        return;
      }
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
              return nameOf(each).startsWith("backup-")
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              String name = nameOf(file);
              if (LEFT_OUT.stream().noneMatch(name::endsWith) && !files.containsKey(name)) {
                kept(file, name, attributes);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
              if (gone instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw gone;
            }
          });
    }

    private String nameOf(Path path) {
      return data.relativize(path).toString().replace('\\', '/');
    }

    private void kept(Path file, String name, BasicFileAttributes attributes) throws IOException {
      try {
        if (attributes.isSymbolicLink()) {
          link(file, name);
        } else if (name.endsWith(DATABASE)) {
          database(file, name);
        } else if (attributes.isRegularFile()) {
          file(file, name);
        }
      } catch (NoSuchFileException _) {
        // What nothing needs any more goes while the platform works.
      }
    }

    private void link(Path file, String name) throws IOException {
      byte[] target =
          Files.readSymbolicLink(file).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      zip.putNextEntry(new ZipEntry(name));
      zip.write(target);
      zip.closeEntry();
      files.put(name, new Kept(HexFormat.of().formatHex(sha256().digest(target)), ""));
    }

    /// As of one moment, whoever writes to it meanwhile.
    void database(Path file, String name) throws IOException {
      Path folder = Files.createTempDirectory(data, "backup-");
      Path moment = folder.resolve("moment");
      try {
        JournalCopy.write(file, moment);
        Files.setPosixFilePermissions(moment, Files.getPosixFilePermissions(file));
        file(moment, name);
      } finally {
        Files.deleteIfExists(moment);
        Files.delete(folder);
      }
    }

    void file(Path file, String name) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        zip.putNextEntry(new ZipEntry(name));
        DigestOutputStream digested = new DigestOutputStream(zip, sha256());
        in.transferTo(digested);
        zip.closeEntry();
        String hash = HexFormat.of().formatHex(digested.getMessageDigest().digest());
        files.put(name, new Kept(hash, mode));
      }
    }

    void end() throws IOException {
      zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
      zip.write(new Manifest(release, Instant.now().toString(), files).bytes());
      zip.closeEntry();
      zip.finish();
      zip.flush();
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
