package dev.perigee.bench.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
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

  /// The histogram counts what is left after a full collection, whatever the collector.
  private static long liveHeapBytes(long pid) throws IOException {
    Process process =
        new ProcessBuilder(JCMD.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), UTF_8);
      Matcher total = TOTAL.matcher(said);
      if (!total.find()) {
        throw new IOException("jcmd tells no heap of process " + pid + ": " + said);
      }
      return Long.parseLong(total.group(1));
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
