package dev.perigee.bench.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a platform holds of the machine at one moment.
///
/// @param threads of its own process
/// @param processes below it: sandboxes and what keeps them
/// @param diskBytes of its data folder
record ProcessUse(
    long heapBytes,
    long residentBytes,
    long descriptors,
    long threads,
    long processes,
    long diskBytes) {

  static ProcessUse of(long pid, Path data) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    ProcessMemory memory = ProcessMemory.of(pid);
    return new ProcessUse(
        memory.heapBytes(),
        memory.residentBytes(),
        count(process.resolve("fd")),
        count(process.resolve("task")),
        ProcessHandle.of(pid).map(each -> each.descendants().count()).orElse(0L),
        bytes(data));
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(ProcessUse::size).sum();
    } catch (UncheckedIOException changed) {
      return bytes(folder);
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
