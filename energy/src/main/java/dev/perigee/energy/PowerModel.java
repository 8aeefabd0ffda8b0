package dev.perigee.energy;

/// Power of a machine without a meter: coefficients of its CPU, the curve between idle and full
/// load, and memory.
///
/// @param memoryWPerGb power of installed memory, whether used or not
public record PowerModel(CpuFamily cpu, PowerCurve curve, double memoryWPerGb) {
  /// Cloud Carbon Footprint (2021), the mean of two makers' figures for DDR4: 0.000392 kWh per
  /// GB-hour.
  public static final double MEMORY_W_PER_GB = 0.392;

  public PowerModel {
    EnergyException.nonNegative("memoryWPerGb", memoryWPerGb);
  }

  /// The linear model with the CPU's coefficients.
  public static PowerModel of(CpuFamily cpu) {
    return new PowerModel(cpu, PowerCurve.LINEAR, MEMORY_W_PER_GB);
  }

  /// Power of one vCPU at utilisation `uFraction`.
  public double cpuW(double uFraction) {
    return cpu.minW() + (cpu.maxW() - cpu.minW()) * curve.at(uFraction);
  }

  /// A node of `vcpus` hardware threads and `memoryGb` of memory without other hardware.
  public NodePower node(double vcpus, double memoryGb) {
    return new NodePower(vcpus, memoryGb, cpu.minW(), cpu.maxW(), memoryWPerGb, curve, 0, 0, 0);
  }
}
