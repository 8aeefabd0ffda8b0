package dev.perigee.cli.live;

import dev.perigee.energy.CpuFamily;
import dev.perigee.energy.NodePower;
import dev.perigee.energy.PowerModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What this machine has.
///
/// @param vcpus hardware threads that this process may use
public record Machine(double vcpus, double memoryGb, CpuFamily cpu) {

  public static Machine find() {
    var bean = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        bean.getTotalMemorySize() / (double) (1L << 30),
        CpuFamily.of(modelName()));
  }

  /// Power of a node that has a part of this machine.
  NodePower power(double partFraction) {
    return PowerModel.of(cpu).node(vcpus * partFraction, memoryGb * partFraction);
  }

  private static String modelName() {
    Path cpuinfo = Path.of("/proc/cpuinfo");
    try {
      return Files.exists(cpuinfo)
          ? Files.readAllLines(cpuinfo).stream()
              .filter(line -> line.startsWith("model name"))
              .findFirst()
              .orElse("")
          : "";
    } catch (IOException _) {
      return "";
    }
  }
}
