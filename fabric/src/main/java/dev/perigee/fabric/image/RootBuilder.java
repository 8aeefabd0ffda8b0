package dev.perigee.fabric.image;

import dev.perigee.fabric.artefact.Trees;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Lays unpacked layers over each other, the lowest first. Files are hard links to those of the
/// layers, so a root costs directories and no bytes, needs no right to mount, and outlives its
/// layers.
final class RootBuilder {
  private static final String WHITEOUT = ".wh.";

  /// Of use to who made the layer only.
  private static final String OF_THE_LAYER = ".wh..wh.";

  private static final String OPAQUE = ".wh..wh..opq";

  /// Folders that every sandbox mounts something at.
  private static final List<String> MOUNT_POINTS = List.of("dev", "proc", "sys", "tmp");

  private final Path root;
  private final Scope scope;

  RootBuilder(Path root) {
    this.root = root;
    this.scope = new Scope(root);
  }

  void build(List<Path> layers) throws IOException {
    Files.createDirectories(root);
    Modes.set(root, Modes.FOLDER);
    for (Path layer : layers) {
      lay(layer, root);
    }
    for (String point : MOUNT_POINTS) {
      scope.require(point);
    }
  }

  private void lay(Path from, Path to) throws IOException {
    List<Path> children = children(from);
    for (Path child : children) {
      hide(name(child), to);
    }
    for (Path child : children) {
      if (!name(child).startsWith(WHITEOUT)) {
        add(child, to);
      }
    }
  }

  private static void hide(String name, Path to) throws IOException {
    if (name.equals(OPAQUE)) {
      for (Path hidden : children(to)) {
        Trees.delete(hidden);
      }
    } else if (name.startsWith(WHITEOUT) && !name.startsWith(OF_THE_LAYER)) {
      Trees.delete(to.resolve(name.substring(WHITEOUT.length())));
    }
  }

  private void add(Path from, Path to) throws IOException {
    Path target = to.resolve(name(from));
    if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
      lay(from, folder(target));
    } else {
      Trees.delete(target);
      if (Files.isSymbolicLink(from)) {
        Files.createSymbolicLink(target, Files.readSymbolicLink(from));
      } else {
        link(target, from);
      }
    }
  }

  /// A folder over a link goes to where the link leads, as it does when layers are unpacked over
  /// each other: `/lib` is a link to `usr/lib` in many images. Over a file it takes its place.
  private Path folder(Path target) throws IOException {
    if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(target);
    }
    List<String> parts = new ArrayList<>();
    root.relativize(target).forEach(part -> parts.add(part.toString()));
    return scope.folder(parts);
  }

  private static void link(Path target, Path file) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (FileSystemException tooManyLinks) {
      Files.copy(file, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }
}
