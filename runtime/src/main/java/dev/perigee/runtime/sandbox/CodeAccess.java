package dev.perigee.runtime.sandbox;

import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Makes code readable for the users that sandboxes run as. Who may come near it, the directories
/// above decide.
public final class CodeAccess {
  private CodeAccess() {}

  /// The code of a worker and its layers.
  public static void open(WorkerSpec spec) throws WorkerStartException {
    open(spec.code());
    if (spec.layers().isPresent()) {
      open(spec.layers().get());
    }
  }

  /// Adds the right to read for everyone, and to run where the owner may run.
  public static void open(Path code) throws WorkerStartException {
    if (!Files.isDirectory(code)) {
      throw WorkerStartException.ofPlatform("the code directory " + code + " does not exist");
    }
    try (Stream<Path> files = Files.walk(code)) {
      List<Path> all = files.filter(file -> !Files.isSymbolicLink(file)).toList();
      for (Path file : all) {
        openOne(file);
      }
    } catch (IOException e) {
      throw WorkerStartException.ofPlatform(
          "the code in " + code + " can't be made readable: " + e.getMessage());
    }
  }

  /// What a sandbox's user made becomes the platform's own again, where the platform may do that.
  public static void takeBack(Path tree, Path likeOwnerOf) throws IOException {
    Object mine = Files.getAttribute(likeOwnerOf, "unix:uid");
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.toList()) {
        if (!Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(mine)) {
          Files.setAttribute(file, "unix:uid", mine, LinkOption.NOFOLLOW_LINKS);
        }
      }
    }
  }

  private static void openOne(Path file) throws IOException {
    Set<PosixFilePermission> now = Files.getPosixFilePermissions(file);
    EnumSet<PosixFilePermission> wanted = EnumSet.copyOf(now);
    wanted.add(PosixFilePermission.GROUP_READ);
    wanted.add(PosixFilePermission.OTHERS_READ);
    if (now.contains(PosixFilePermission.OWNER_EXECUTE)) {
      wanted.add(PosixFilePermission.GROUP_EXECUTE);
      wanted.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    if (!wanted.equals(now)) {
      Files.setPosixFilePermissions(file, wanted);
    }
  }
}
