package dev.perigee.fabric.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/// Permissions of what is unpacked. The owner is the platform and the reader a user that no image
/// knows of, so everyone may read, and run what the owner may run. Set-user-id and its like are
/// dropped.
final class Modes {
  static final int FOLDER = 0755;

  private static final int READABLE = 0644;
  private static final int RUNNABLE = 0111;

  private Modes() {}

  static int ofFile(int mode) {
    return READABLE | ((mode & RUNNABLE) == 0 ? 0 : RUNNABLE);
  }

  static void set(Path path, int mode) throws IOException {
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode >> (all.length - 1 - bit) & 1) == 1) {
        set.add(all[bit]);
      }
    }
    Files.setPosixFilePermissions(path, set);
  }
}
