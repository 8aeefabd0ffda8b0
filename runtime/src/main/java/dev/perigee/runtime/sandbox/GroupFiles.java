package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Reads and writes the small files of control groups.
final class GroupFiles {
  private static final long REMOVE_WAIT_NS = TimeUnit.SECONDS.toNanos(2);

  private GroupFiles() {}

  static void write(Path file, long value) throws IOException {
    write(file, Long.toString(value));
  }

  static void write(Path file, String value) throws IOException {
    try {
      Files.write(file, value.getBytes(US_ASCII));
    } catch (IOException e) {
      throw new IOException("cannot write " + value + " to " + file + ": " + e.getMessage(), e);
    }
  }

  static boolean tryWrite(Path file, String value) {
    try {
      Files.write(file, value.getBytes(US_ASCII));
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), US_ASCII).trim();
  }

  /// The number in a file, -1 if there is none.
  static long readLong(Path file) {
    try {
      return Long.parseLong(read(file));
    } catch (IOException | NumberFormatException e) {
      return -1;
    }
  }

  /// The number after a key in a file of `key value` lines, -1 if there is none.
  static long readLong(Path file, String key) {
    try {
      return number(read(file), key);
    } catch (IOException | NumberFormatException e) {
      return -1;
    }
  }

  /// The number after a key in lines of `key value`, -1 if there is none.
  static long number(String text, String key) {
    return text.lines()
        .filter(line -> line.startsWith(key + " "))
        .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1).trim()))
        .findFirst()
        .orElse(-1);
  }

  private static List<Path> childrenOf(Path group) {
    try (Stream<Path> children = Files.list(group)) {
      return children.filter(Files::isDirectory).toList();
    } catch (IOException gone) {
      return List.of();
    }
  }

  /// Kills every process in a group, by its list.
  static void killAll(Path procs) {
    try {
      for (String pid : Files.readAllLines(procs, US_ASCII)) {
        ProcessHandle.of(Long.parseLong(pid.trim())).ifPresent(ProcessHandle::destroyForcibly);
      }
    } catch (IOException | NumberFormatException gone) {
      return;
    }
  }

  /// Removes a group once its last process is gone, and before it those that were made in it.
  static void remove(Path group) {
    childrenOf(group).forEach(GroupFiles::remove);
    long endNs = System.nanoTime() + REMOVE_WAIT_NS;
    while (System.nanoTime() - endNs < 0) {
      try {
        Files.delete(group);
        return;
      } catch (NoSuchFileException gone) {
        return;
      } catch (IOException busy) {
        killAll(group.resolve("cgroup.procs"));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
    }
  }
}
