package dev.perigee.fabric.artefact;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Layers of functions: archives that are laid over each other and shown beside the code. Which
/// ones, and in which order, is an artefact of its own: their hashes, one a line, the lowest first.
public record Layers(ArtefactStore artefacts) {
  /// Folders of the tree that sandboxes mount something at.
  private static final List<String> MOUNT_POINTS =
      List.of("bin", "perigee/dependencies", "perigee/runtime");

  /// Keeps a list of layers; it stays as long as the lease, or as something refers to it.
  public Lease put(List<String> layers) {
    byte[] list = String.join("\n", layers).getBytes(US_ASCII);
    Lease lease = artefacts.hold(Sha256.of(list));
    try {
      var _ = artefacts.put(list);
      return lease;
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  /// The layers of a list, the lowest first.
  public List<String> list(String sha256) {
    return new String(artefacts.get(sha256), US_ASCII).lines().toList();
  }

  /// The names of all artefacts of a list, its own included; only that if it is not here.
  public Set<String> parts(String sha256) {
    Set<String> parts = new LinkedHashSet<>(Set.of(sha256));
    if (artefacts.contains(sha256)) {
      parts.addAll(list(sha256));
    }
    return parts;
  }

  /// What a layer unfolds to, in bytes.
  public long unpackedBytes(String sha256) {
    try (Stream<Path> files = Files.walk(unpacked(sha256))) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path unpacked(String sha256) {
    return artefacts.unpacked(sha256, ArchiveLimits.DEFAULT);
  }

  /// The tree of all layers of a list; made at the first call. Files are hard links to those of the
  /// layers, so it costs folders only.
  public Path tree(String sha256) {
    return artefacts.unpacked(
        sha256,
        (_, target) -> {
          Files.createDirectories(target);
          for (String layer : list(sha256)) {
            lay(unpacked(layer), target);
          }
          for (String point : MOUNT_POINTS) {
            folder(target, point);
          }
        });
  }

  private static void lay(Path from, Path to) throws IOException {
    for (Path child : children(from)) {
      Path target = to.resolve(child.getFileName().toString());
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        makeFolder(target);
        lay(child, target);
      } else {
        Trees.delete(target);
        link(child, target);
      }
    }
  }

  private static void folder(Path root, String path) throws IOException {
    Path at = root;
    for (String part : path.split("/")) {
      at = at.resolve(part);
      makeFolder(at);
    }
  }

  /// Never by way of a link of a lower layer, which it takes the place of.
  private static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Trees.delete(folder);
      Files.createDirectory(folder);
    }
  }

  private static void link(Path file, Path target) throws IOException {
    if (Files.isSymbolicLink(file)) {
      Files.createSymbolicLink(target, Files.readSymbolicLink(file));
      return;
    }
    try {
      Files.createLink(target, file);
    } catch (FileSystemException tooManyLinks) {
      Files.copy(file, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }
}
