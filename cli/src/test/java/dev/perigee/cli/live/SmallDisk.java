package dev.perigee.cli.live;

import dev.perigee.testing.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/// A small disk of its own for a test that fills it.
///
/// @param folder where it lies
record SmallDisk(Path folder) implements AutoCloseable {

  /// Mounts one, or skips the test where that is not allowed.
  static SmallDisk mount(Path parent, String options) {
    try {
      Path folder = Files.createDirectory(parent.resolve("disk"));
      int code = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
      Needs.that("mount", code == 0, "run as root where mounting is allowed");
      return new SmallDisk(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a file until nothing more goes on the disk.
  Path fill() throws IOException {
    Path filler = folder.resolve("filler");
    byte[] block = new byte[64 << 10];
    for (int size = block.length; size > 0; size /= 2) {
      fill(filler, block, size);
    }
    return filler;
  }

  private static void fill(Path filler, byte[] block, int size) throws IOException {
    try (var out =
        Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        out.write(block, 0, size);
      }
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException _) {
      // No space left: that is the aim.
    }
  }

  @Override
  public void close() {
    int code = run("umount", "-l", folder.toString());
    if (code != 0) {
      throw new IllegalStateException("umount " + folder + " ended with " + code);
    }
  }

  private static int run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException _) {
      return -1;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
