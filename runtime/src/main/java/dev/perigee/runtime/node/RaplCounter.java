package dev.perigee.runtime.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// One RAPL energy counter. The hardware's counter wraps; this one does not, as long as it is read
/// more often than that.
final class RaplCounter {
  private final Path energyFile;
  private final long rangeMicroJ;
  private long lastMicroJ;
  private long sumMicroJ;

  private RaplCounter(Path energyFile, long rangeMicroJ, long lastMicroJ) {
    this.energyFile = energyFile;
    this.rangeMicroJ = rangeMicroJ;
    this.lastMicroJ = lastMicroJ;
  }

  /// The counter of a powercap zone, empty when it can't be read (no right, no hardware).
  static Optional<RaplCounter> open(Path zone) {
    try {
      Path energyFile = zone.resolve("energy_uj");
      return Optional.of(
          new RaplCounter(energyFile, read(zone.resolve("max_energy_range_uj")), read(energyFile)));
    } catch (IOException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// Energy since it was opened. A failed read counts at the next one.
  synchronized long readMicroJ() {
    try {
      long nowMicroJ = read(energyFile);
      long deltaMicroJ = nowMicroJ - lastMicroJ;
      sumMicroJ += deltaMicroJ >= 0 ? deltaMicroJ : deltaMicroJ + rangeMicroJ;
      lastMicroJ = nowMicroJ;
    } catch (IOException | NumberFormatException _) {
      return sumMicroJ;
    }
    return sumMicroJ;
  }

  private static long read(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).strip());
  }
}
