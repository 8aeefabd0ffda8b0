package dev.perigee.energy;

/// What a sandbox of a memory size holds of a node while it handles an invocation.
public final class Reservation {
  /// Memory that comes with one whole vCPU, in MiB: AWS Lambda's documented ratio (2020).
  public static final double MB_PER_VCPU = 1_769;

  private Reservation() {}

  /// vCPUs, at most `vcpusMax`.
  public static double vcpus(int memoryMb, double vcpusMax) {
    return Math.min(memoryMb / MB_PER_VCPU, vcpusMax);
  }

  /// GiB, at most `memoryGbMax`.
  static double memoryGb(int memoryMb, double memoryGbMax) {
    return Math.min(memoryMb / 1_024.0, memoryGbMax);
  }
}
