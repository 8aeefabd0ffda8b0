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
  private final List<RaplCounter> counters;
  private final com.sun.management.OperatingSystemMXBean process;

  private MachineMeters(int nodeCount, List<RaplCounter> counters) {
    this.nodeCount = nodeCount;
    this.counters = counters;
    this.process =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
  }

  /// Finds the counters that can be read.
  public static MachineMeters find(int nodeCount) {
    return find(POWERCAP, nodeCount);
  }

  static MachineMeters find(Path powercap, int nodeCount) {
    List<RaplCounter> counters = new ArrayList<>();
    if (Files.isDirectory(powercap)) {
      try (DirectoryStream<Path> zones = Files.newDirectoryStream(powercap, "intel-rapl:*")) {
        for (Path zone : zones) {
          if (isCounted(zone)) {
            RaplCounter.open(zone).ifPresent(counters::add);
          }
        }
      } catch (IOException _) {
        counters.clear();
      }
    }
    return new MachineMeters(nodeCount, counters);
  }

  /// Packages and their memory. `core` and `uncore` are parts of a package, `psys` contains all of
  /// them.
  private static boolean isCounted(Path zone) {
    try {
      String name = Files.readString(zone.resolve("name")).strip();
      return name.startsWith("package") || name.equals("dram");
    } catch (IOException _) {
      return false;
    }
  }

  /// Whether energy is measured or has to be modelled.
  public boolean isMetered() {
    return !counters.isEmpty();
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
        return counters.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(measuredMicroJ() / nodeCount);
      }
    };
  }

  private long measuredMicroJ() {
    long sum = 0;
    for (RaplCounter each : counters) {
      sum = Math.addExact(sum, each.readMicroJ());
    }
    return sum;
  }
}
