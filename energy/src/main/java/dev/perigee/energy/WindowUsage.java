package dev.perigee.energy;

import java.util.List;

/// All that is known of one node in one metering window.
///
/// @param fromUtcNs for the record only: `windowNs` is what the formulas use, so a clock that jumps
///   changes no energy
/// @param windowNs length of the window on the monotonic clock
/// @param platformCpuNs CPU time of the platform itself
/// @param nodeCpuNs CPU time of everything on the node, if it is known to be more than platform and
///   invocations; else 0
/// @param usages the invocations active in the window, in any order
public record WindowUsage(
    String node,
    long fromUtcNs,
    long toUtcNs,
    long windowNs,
    long platformCpuNs,
    long nodeCpuNs,
    MeterReading meter,
    List<Usage> usages) {

  public WindowUsage {
    EnergyException.nonNegative("windowNs", windowNs);
    EnergyException.nonNegative("platformCpuNs", platformCpuNs);
    EnergyException.nonNegative("nodeCpuNs", nodeCpuNs);
    EnergyException.nonNegative("toUtcNs - fromUtcNs", toUtcNs - fromUtcNs);
    usages = List.copyOf(usages);
  }
}
