package dev.perigee.energy;

/// What a node draws, part by part. Absent hardware has 0.
///
/// @param vcpus hardware threads, a fraction for a virtual node that has a part of a machine
/// @param memoryGb installed memory, in GiB
/// @param minWPerVcpu idle power per vCPU
/// @param maxWPerVcpu power per vCPU at full load
/// @param memoryWPerGb power of memory
/// @param curve between idle and full load
/// @param gpuIdleW of all GPUs of the node, nothing running
/// @param gpuActiveW of all GPUs of the node at work
/// @param networkMicroJPerByte energy of the node's own network device per byte moved
public record NodePower(
    double vcpus,
    double memoryGb,
    double minWPerVcpu,
    double maxWPerVcpu,
    double memoryWPerGb,
    PowerCurve curve,
    double gpuIdleW,
    double gpuActiveW,
    double networkMicroJPerByte) {

  public NodePower {
    if (!(vcpus > 0) || !(memoryGb > 0)) {
      throw new EnergyException(
          "a node needs vcpus > 0 and memoryGb > 0, got " + vcpus + " and " + memoryGb);
    }
    EnergyException.nonNegative("minWPerVcpu", minWPerVcpu);
    EnergyException.nonNegative("maxWPerVcpu above minWPerVcpu", maxWPerVcpu - minWPerVcpu);
    EnergyException.nonNegative("memoryWPerGb", memoryWPerGb);
    EnergyException.nonNegative("gpuIdleW", gpuIdleW);
    EnergyException.nonNegative("gpuActiveW above gpuIdleW", gpuActiveW - gpuIdleW);
    EnergyException.nonNegative("networkMicroJPerByte", networkMicroJPerByte);
  }

  /// CPU and GPU idle, memory powered.
  public double idleW() {
    return minWPerVcpu * vcpus + memoryW() + gpuIdleW;
  }

  /// CPU and GPU at full load, memory powered.
  public double activeW() {
    return maxWPerVcpu * vcpus + memoryW() + gpuActiveW;
  }

  public double memoryW() {
    return memoryWPerGb * memoryGb;
  }

  /// What a second of CPU costs above idle when the node is at `uFraction`, in watts.
  double dynamicW(double uFraction) {
    return (maxWPerVcpu - minWPerVcpu) * curve.perUse(uFraction);
  }
}
