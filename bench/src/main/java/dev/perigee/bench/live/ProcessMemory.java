package dev.perigee.bench.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Memory of a JVM in another process: what lives in its heap, and what it has resident after a
/// full collection.
record ProcessMemory(long heapBytes, long residentBytes) {
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
  private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

  static ProcessMemory of(long pid) throws IOException {
    return new ProcessMemory(liveHeapBytes(pid), residentBytes(pid));
  }

  /// The histogram counts what is left after a full collection, whatever the collector. It is
  /// written to a file: a process that asks of itself stands still meanwhile and can't read a pipe.
  private static long liveHeapBytes(long pid) throws IOException {
    Path said = Files.createTempFile("histogram-", ".txt");
    try {
      Process process =
          new ProcessBuilder(JCMD.toString(), Long.toString(pid), "GC.class_histogram")
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      var _ = process.waitFor();
      Matcher total = TOTAL.matcher(Files.readString(said));
      if (!total.find()) {
        throw new IOException(
            "jcmd tells no heap of process " + pid + ": " + Files.readString(said));
      }
      return Long.parseLong(total.group(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while jcmd looked at process " + pid, e);
    } finally {
      Files.delete(said);
    }
  }

  private static long residentBytes(long pid) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(pid), "status"))
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10)
        .findFirst()
        .orElse(0);
  }
}
