package dev.perigee.fabric.image;

import dev.perigee.fabric.artefact.ArchiveLimits;
import dev.perigee.fabric.artefact.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/// Unpacks the archive of one layer into a folder of its own. Whiteouts stay as the empty files
/// that they are: they say what is hidden below. Devices and pipes are left out, for a sandbox has
/// its own; owners and extended attributes are dropped.
final class LayerUnpacker {
  private static final int DEPTH_MAX = 255;
  private static final Set<String> HARMFUL_WHITEOUTS = Set.of(".wh.", ".wh..", ".wh...");

  private final String layer;
  private final Path target;
  private final Scope scope;
  private final ArchiveLimits limits;
  private final byte[] buffer = new byte[128 << 10];
  private int entries;
  private long bytes;

  /// @param layer how the layer is called in complaints
  LayerUnpacker(String layer, Path target, ArchiveLimits limits) {
    this.layer = layer;
    this.target = target;
    this.scope = new Scope(target);
    this.limits = limits;
  }

  /// @return bytes of all files
  long unpack(InputStream tar) throws IOException {
    Files.createDirectories(target);
    TarArchiveInputStream in = new TarArchiveInputStream(tar, "UTF-8");
    for (TarArchiveEntry each = next(in); each != null; each = next(in)) {
      if (++entries > limits.maxEntries()) {
        throw refused(each.getName(), "with it there are more than " + limits.maxEntries());
      }
      unpack(each, in);
    }
    return bytes;
  }

  private @Nullable TarArchiveEntry next(TarArchiveInputStream in) throws IOException {
    try {
      return in.getNextEntry();
    } catch (IllegalArgumentException e) {
      throw refused("number " + (entries + 1), "its header is damaged: " + e.getMessage());
    }
  }

  private void unpack(TarArchiveEntry entry, InputStream in) throws IOException {
    List<String> parts = parts(entry.getName());
    if (parts.isEmpty()) {
      return;
    }
    try {
      if (entry.isDirectory()) {
        folder(parts);
      } else if (entry.isSymbolicLink()) {
        Files.createSymbolicLink(free(parts), Path.of(entry.getLinkName()));
      } else if (entry.isLink()) {
        link(entry, parts);
      } else if (!isDevice(entry)) {
        file(entry, parts, in);
      }
    } catch (InvalidPathException e) {
      throw refused(
          entry.getName(),
          "this process can't write such a name (%s): start the platform with LC_ALL=C.UTF-8"
              .formatted(e.getReason()));
    }
  }

  private static boolean isDevice(TarArchiveEntry entry) {
    return entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
  }

  private void folder(List<String> parts) throws IOException {
    Path path = place(parts);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Trees.delete(path);
    }
    var _ = scope.folder(parts);
  }

  private void link(TarArchiveEntry entry, List<String> parts) throws IOException {
    Path existing = place(parts(entry.getLinkName()));
    if (!Files.isRegularFile(existing, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(
          entry.getName(),
          "it is a hard link to '%s', which is no file of this layer"
              .formatted(entry.getLinkName()));
    }
    Path path = place(parts);
    if (!path.equals(existing)) {
      Trees.delete(path);
      Files.createLink(path, existing);
    }
  }

  private void file(TarArchiveEntry entry, List<String> parts, InputStream in) throws IOException {
    Path path = free(parts);
    try (OutputStream out =
        Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes += count;
        if (bytes > limits.maxBytes()) {
          throw refused(
              entry.getName(),
              "with it the layer unfolds to more than %d bytes".formatted(limits.maxBytes()));
        }
        out.write(buffer, 0, count);
      }
    }
    Modes.set(path, Modes.ofFile(entry.getMode()));
  }

  /// A path at which nothing is any more; the last entry of a name counts.
  private Path free(List<String> parts) throws IOException {
    Path path = place(parts);
    Trees.delete(path);
    return path;
  }

  private Path place(List<String> parts) throws IOException {
    if (parts.isEmpty()) {
      throw refused("/", "the root itself can't be the target of a link");
    }
    return scope.folder(parts.subList(0, parts.size() - 1)).resolve(parts.getLast());
  }

  private List<String> parts(String name) {
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..") || HARMFUL_WHITEOUTS.contains(part)) {
        throw refused(name, "its name has the part '%s' and could leave the layer".formatted(part));
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    if (parts.size() > DEPTH_MAX) {
      throw refused(name, "it lies more than %d folders deep".formatted(DEPTH_MAX));
    }
    return parts;
  }

  private RuntimeException refused(String entry, String why) {
    return Refusals.refused("%s, entry '%s': %s".formatted(layer, entry, why));
  }
}
