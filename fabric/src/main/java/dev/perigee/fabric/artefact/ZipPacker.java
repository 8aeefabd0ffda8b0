package dev.perigee.fabric.artefact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Packs files in the order of their names. Left out are `.git`, `__pycache__` and `.DS_Store`:
/// they change without the code.
final class ZipPacker {
  private static final Set<String> LEFT_OUT = Set.of(".git", "__pycache__", ".DS_Store");
  private static final int FILE = 0x8000;
  private static final int DIRECTORY = 0x4000;
  private static final int LINK = 0xa000;

  private ZipPacker() {}

  static byte[] packFile(Path file) throws IOException {
    ZipWriter zip = new ZipWriter();
    zip.add(String.valueOf(file.getFileName()), FILE | mode(file), Files.readAllBytes(file));
    return zip.finish();
  }

  static byte[] packFolder(Path folder) throws IOException {
    TreeMap<String, Path> byName = new TreeMap<>();
    Files.walkFileTree(folder, new Collector(folder, byName));
    ZipWriter zip = new ZipWriter();
    for (var entry : byName.entrySet()) {
      add(zip, entry.getKey(), entry.getValue());
    }
    return zip.finish();
  }

  private static void add(ZipWriter zip, String name, Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      String to = Files.readSymbolicLink(path).toString();
      LinkTarget.check(name, to);
      zip.add(name, LINK | 0777, to.getBytes(UTF_8));
    } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      zip.add(name, DIRECTORY | mode(path), new byte[0]);
    } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      zip.add(name, FILE | mode(path), Files.readAllBytes(path));
    } else {
      throw EntryChecks.refused(name, "it is neither a file nor a folder nor a link");
    }
  }

  /// Only whether the owner may run it counts, so that one's own umask does not change the archive.
  private static int mode(Path path) throws IOException {
    boolean run =
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
            .contains(PosixFilePermission.OWNER_EXECUTE);
    return run ? 0755 : 0644;
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Map<String, Path> byName;

    Collector(Path root, Map<String, Path> byName) {
      this.root = root;
      this.byName = byName;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      if (directory.equals(root)) {
        return FileVisitResult.CONTINUE;
      }
      if (LEFT_OUT.contains(directory.getFileName().toString())) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      byName.put(root.relativize(directory) + "/", directory);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!LEFT_OUT.contains(file.getFileName().toString())) {
        byName.put(root.relativize(file).toString(), file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
