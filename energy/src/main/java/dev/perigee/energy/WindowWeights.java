package dev.perigee.energy;

import java.util.List;

/// The model's energy of a window in nano-joules, part by part:
/// - `processor`: per invocation CPU, memory, idle, platform; then the platform's own work; then
///   nobody's (the rest of idle power, unreserved memory, other processes);
/// - `gpu` and `network`: per invocation, then nobody's.
///
/// CPU = (P_max - P_min) x CPU seconds (times the curve's factor at the node's utilisation); idle =
/// P_min x reserved vCPU x wall seconds; memory = W/GB x reserved GB x wall seconds. If more is
/// reserved than the node has over the window, all reservations shrink by one factor.
record WindowWeights(double[] processor, double[] gpu, double[] network) {
  static final int PER_USAGE = 4;
  static final int CPU = 0;
  static final int MEMORY = 1;
  static final int IDLE = 2;
  static final int PLATFORM = 3;

  static WindowWeights of(NodePower power, WindowUsage window, List<Usage> usages) {
    int count = usages.size();
    double[] processor = new double[count * PER_USAGE + 2];
    double dynamicW = power.dynamicW(utilisation(power, window, usages));
    reserve(power, window, usages, processor);
    work(dynamicW, window, usages, processor);
    double[] gpu = new double[count + 1];
    double[] network = new double[count + 1];
    for (int i = 0; i < count; i++) {
      gpu[i] = (power.gpuActiveW() - power.gpuIdleW()) * usages.get(i).gpuNs();
      network[i] = power.networkMicroJPerByte() * 1_000 * usages.get(i).networkBytes();
    }
    gpu[count] = power.gpuIdleW() * window.windowNs();
    return new WindowWeights(processor, gpu, network);
  }

  /// Idle and memory: what each reserved, and what nobody did.
  private static void reserve(
      NodePower power, WindowUsage window, List<Usage> usages, double[] processor) {
    double vcpuNs = 0;
    double gbNs = 0;
    for (Usage usage : usages) {
      vcpuNs += Reservation.vcpus(usage.memoryMb(), power.vcpus()) * usage.wallNs();
      gbNs += Reservation.memoryGb(usage.memoryMb(), power.memoryGb()) * usage.wallNs();
    }
    double vcpuNsMax = power.vcpus() * window.windowNs();
    double gbNsMax = power.memoryGb() * window.windowNs();
    double idleW = power.minWPerVcpu() * fit(vcpuNs, vcpuNsMax);
    double memoryW = power.memoryWPerGb() * fit(gbNs, gbNsMax);
    for (int i = 0; i < usages.size(); i++) {
      Usage usage = usages.get(i);
      int at = i * PER_USAGE;
      processor[at + IDLE] =
          idleW * Reservation.vcpus(usage.memoryMb(), power.vcpus()) * usage.wallNs();
      processor[at + MEMORY] =
          memoryW * Reservation.memoryGb(usage.memoryMb(), power.memoryGb()) * usage.wallNs();
    }
    processor[processor.length - 1] =
        power.minWPerVcpu() * Math.max(0, vcpuNsMax - vcpuNs)
            + power.memoryWPerGb() * Math.max(0, gbNsMax - gbNs);
  }

  /// CPU of the invocations, of the platform and of others.
  private static void work(
      double dynamicW, WindowUsage window, List<Usage> usages, double[] processor) {
    long ended = 0;
    for (Usage usage : usages) {
      ended += usage.ended() ? 1 : 0;
    }
    double platformNs =
        ended == 0
            ? 0
            : Math.min((double) window.platformCpuNs() / ended, Attribution.PLATFORM_CPU_NS_MAX);
    double known = window.platformCpuNs();
    for (int i = 0; i < usages.size(); i++) {
      Usage usage = usages.get(i);
      processor[i * PER_USAGE + CPU] = dynamicW * usage.cpuNs();
      processor[i * PER_USAGE + PLATFORM] = usage.ended() ? dynamicW * platformNs : 0;
      known += usage.cpuNs();
    }
    processor[processor.length - 2] =
        dynamicW * Math.max(0, window.platformCpuNs() - platformNs * ended);
    processor[processor.length - 1] += dynamicW * Math.max(0, window.nodeCpuNs() - known);
  }

  private static double utilisation(NodePower power, WindowUsage window, List<Usage> usages) {
    double cpuNs = window.platformCpuNs();
    for (Usage usage : usages) {
      cpuNs += usage.cpuNs();
    }
    double capacityNs = power.vcpus() * window.windowNs();
    return capacityNs > 0 ? Math.max(cpuNs, (double) window.nodeCpuNs()) / capacityNs : 0;
  }

  private static double fit(double wanted, double available) {
    return wanted > available ? available / wanted : 1;
  }
}
