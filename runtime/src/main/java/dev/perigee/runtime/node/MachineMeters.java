package dev.perigee.runtime.node;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The machine's counters, shared out over the virtual nodes on it in equal parts. Energy comes
/// from RAPL through `powercap` (Linux kernel documentation, "Power Capping Framework") where it
/// can be read.
public final class MachineMeters {
  private static final Path POWERCAP = Path.of("/sys/class/powercap");

  private final int nodeCount;
  private final List<RaplCounter> packages;
  private final com.sun.management.OperatingSystemMXBean process;

  private MachineMeters(int nodeCount, List<RaplCounter> packages) {
    this.nodeCount = nodeCount;
    this.packages = packages;
    this.process =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
  }

  /// Finds the counters that can be read.
  public static MachineMeters find(int nodeCount) {
    List<RaplCounter> packages = new ArrayList<>();
    if (Files.isDirectory(POWERCAP)) {
      try (DirectoryStream<Path> zones = Files.newDirectoryStream(POWERCAP, "intel-rapl:?")) {
        zones.forEach(zone -> RaplCounter.open(zone).ifPresent(packages::add));
      } catch (IOException _) {
        packages.clear();
      }
    }
    return new MachineMeters(nodeCount, packages);
  }

  /// Whether energy is measured or has to be modelled.
  public boolean isMetered() {
    return !packages.isEmpty();
  }

  /// One node's part.
  public Meters ofOneNode() {
    return new Meters() {
      @Override
      public long platformCpuNs() {
        return Math.max(0, process.getProcessCpuTime()) / nodeCount;
      }

      @Override
      public OptionalLong processorMicroJ() {
        return packages.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(measuredMicroJ() / nodeCount);
      }
    };
  }

  private long measuredMicroJ() {
    long sum = 0;
    for (RaplCounter each : packages) {
      sum = Math.addExact(sum, each.readMicroJ());
    }
    return sum;
  }
}
