package dev.perigee.fabric.image;

import dev.perigee.fabric.artefact.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A tree that stands for a root: links are followed as they would be inside, never out of it.
record Scope(Path root) {
  private static final int LINKS_MAX = 40;

  /// The folder of a path, made if it is missing. A file in its way is refused.
  Path folder(List<String> parts) throws IOException {
    Deque<String> ahead = new ArrayDeque<>(parts);
    Path at = root;
    int links = 0;
    while (!ahead.isEmpty()) {
      String part = ahead.pop();
      Path next = step(at, part);
      if (Files.isSymbolicLink(next)) {
        if (++links > LINKS_MAX) {
          throw Refusals.refused("links go round in circles at /" + String.join("/", parts));
        }
        Path to = Files.readSymbolicLink(next);
        at = to.isAbsolute() ? root : at;
        for (int i = to.getNameCount() - 1; i >= 0; i--) {
          ahead.push(to.getName(i).toString());
        }
      } else {
        at = entered(next, parts);
      }
    }
    return at;
  }

  private Path step(Path at, String part) {
    return switch (part) {
      case "", "." -> at;
      case ".." -> at.equals(root) ? root : at.resolveSibling("");
      default -> at.resolve(part);
    };
  }

  private static Path entered(Path folder, List<String> parts) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(folder);
      Modes.set(folder, Modes.FOLDER);
    } else if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw Refusals.refused(
          "'%s' lies below a file: %s is no folder"
              .formatted(String.join("/", parts), folder.getFileName()));
    }
    return folder;
  }

  /// Makes a folder at the top, whatever was there before.
  void require(String name) throws IOException {
    Path path = root.resolve(name);
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Trees.delete(path);
      Files.createDirectory(path);
      Modes.set(path, Modes.FOLDER);
    }
  }
}
