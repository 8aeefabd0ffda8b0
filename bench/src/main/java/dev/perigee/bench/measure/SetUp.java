package dev.perigee.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What the numbers were measured on.
public record SetUp(String utc, String cpu, int cpus, String jdk, String commit, double load) {

  public static SetUp here() {
    return new SetUp(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        cpuName(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().toString(),
        System.getProperty("perigee.commit", "unknown"),
        loadNow());
  }

  /// Processes that ran or waited in the last minute, on the average.
  public static double loadNow() {
    String text = read("/proc/loadavg");
    return text.isEmpty() ? Double.NaN : Double.parseDouble(text.substring(0, text.indexOf(' ')));
  }

  private static String cpuName() {
    return read("/proc/cpuinfo")
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException _) {
      return "";
    }
  }
}
