package dev.perigee.energy;

/// What one invocation used of a node within one metering window.
///
/// @param id its number in the node's ledger: unique, and the order in which ties are decided
/// @param cpuNs CPU time that its sandbox used
/// @param memoryMb memory that it reserves, in MiB, which is also the measure of its vCPU share
/// @param wallNs time that the handler ran within the window
/// @param gpuNs time that it kept the node's GPUs at work
/// @param networkBytes bytes that it moved through the node's network device
/// @param ended whether it ended in this window; if not, its part is kept until the window in which
///   it does
public record Usage(
    long id, long cpuNs, int memoryMb, long wallNs, long gpuNs, long networkBytes, boolean ended) {

  public Usage {
    EnergyException.nonNegative("cpuNs", cpuNs);
    EnergyException.nonNegative("memoryMb", (long) memoryMb);
    EnergyException.nonNegative("wallNs", wallNs);
    EnergyException.nonNegative("gpuNs", gpuNs);
    EnergyException.nonNegative("networkBytes", networkBytes);
  }

  /// An invocation that uses neither GPU nor network device.
  public static Usage of(long id, long cpuNs, int memoryMb, long wallNs, boolean ended) {
    return new Usage(id, cpuNs, memoryMb, wallNs, 0, 0, ended);
  }
}
