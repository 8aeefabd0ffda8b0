package dev.perigee.energy;

import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.NodeWindow;
import dev.perigee.model.ledger.Quality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Shares a node's energy of one metering window out over the invocations that were active in it,
/// so that all parts and what is nobody's add up to the node's energy to the micro-joule.
///
/// The model's parts (`WindowWeights`) are the weights. With a meter the measured energy of
/// processor and memory is cut in their proportion; without one the whole is the model's own sum.
/// GPUs and the network device are cut apart from that, so that a meter of one doesn't spill over
/// into the other. An invocation that runs over several windows gathers a part in each; all of it
/// is booked in the window in which it ends.
public final class Attribution {
  /// The most CPU time of the platform that one invocation answers for. A warm call takes some 0.1
  /// ms and a cold start a few; what is beyond (solving, compiling, exporting) is the platform's
  /// own work and stays with tenant `perigee`.
  public static final long PLATFORM_CPU_NS_MAX = 1_000_000;

  private Attribution() {}

  public static ClosedWindow close(NodePower power, WindowUsage window, InFlight carried) {
    List<Usage> usages = new ArrayList<>(window.usages());
    usages.sort(Comparator.comparingLong(Usage::id));
    requireDistinct(usages);
    WindowWeights weights = WindowWeights.of(power, window, usages);
    long processorMicroJ = wholeMicroJ(window.meter().processorMicroJ(), weights.processor());
    long[] processor = LargestRemainder.cut(processorMicroJ, weights.processor());
    long[] gpu =
        LargestRemainder.cut(wholeMicroJ(window.meter().gpuMicroJ(), weights.gpu()), weights.gpu());
    long[] network =
        LargestRemainder.cut(
            wholeMicroJ(OptionalLong.empty(), weights.network()), weights.network());
    return book(
        window,
        usages,
        carried,
        new Parts(processor, gpu, network),
        scale(processorMicroJ, weights, window));
  }

  /// What an invocation is told at its answer, before its window closes: the same formulas for it
  /// alone.
  ///
  /// @param usage from its start to its end
  /// @param platformCpuNs the platform's CPU time per invocation of late, at most
  ///   `PLATFORM_CPU_NS_MAX` of it counts
  /// @param utilisationFraction of the node of late; only the concave curve asks for it
  /// @param scale that of the last closed window
  public static Energy provisional(
      NodePower power, Usage usage, long platformCpuNs, double utilisationFraction, double scale) {
    EnergyException.nonNegative("scale", scale);
    double dynamicW = power.dynamicW(utilisationFraction);
    long platformNs = Math.min(platformCpuNs, PLATFORM_CPU_NS_MAX);
    return new Energy(
        microJ(dynamicW * usage.cpuNs() * scale),
        microJ(
            power.memoryWPerGb()
                * Reservation.memoryGb(usage.memoryMb(), power.memoryGb())
                * usage.wallNs()
                * scale),
        microJ((power.gpuActiveW() - power.gpuIdleW()) * usage.gpuNs()),
        Rounding.halfEven("network energy", power.networkMicroJPerByte() * usage.networkBytes()),
        microJ(
            power.minWPerVcpu()
                * Reservation.vcpus(usage.memoryMb(), power.vcpus())
                * usage.wallNs()
                * scale),
        microJ(dynamicW * platformNs * scale));
  }

  /// Watts times nanoseconds are nano-joules.
  private static long microJ(double nanoJ) {
    return Rounding.halfEven("energy", nanoJ / 1_000);
  }

  private static long wholeMicroJ(OptionalLong measuredMicroJ, double[] weightsNanoJ) {
    return measuredMicroJ.isPresent() ? measuredMicroJ.getAsLong() : microJ(sum(weightsNanoJ));
  }

  private static double scale(long processorMicroJ, WindowWeights weights, WindowUsage window) {
    double modelledNanoJ = sum(weights.processor());
    boolean metered = window.meter().processorMicroJ().isPresent() && modelledNanoJ > 0;
    return metered ? processorMicroJ * 1_000.0 / modelledNanoJ : 1;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static void requireDistinct(List<Usage> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).id() == sorted.get(i - 1).id()) {
        throw new EnergyException(
            "invocation " + sorted.get(i).id() + " is in the window twice; add its usage up first");
      }
    }
  }

  private static ClosedWindow book(
      WindowUsage window, List<Usage> usages, InFlight carried, Parts parts, double scale) {
    TreeMap<Long, Energy> inFlight = new TreeMap<>(carried.parts());
    List<ClosedWindow.Settled> settled = new ArrayList<>();
    long attributedMicroJ = 0;
    for (int i = 0; i < usages.size(); i++) {
      Usage usage = usages.get(i);
      Energy energy =
          Optional.ofNullable(inFlight.remove(usage.id())).orElse(Energy.NONE).plus(parts.of(i));
      if (usage.ended()) {
        settled.add(new ClosedWindow.Settled(usage.id(), energy));
        attributedMicroJ = Math.addExact(attributedMicroJ, energy.totalMicroJ());
      } else {
        inFlight.put(usage.id(), energy);
      }
    }
    long unattributedMicroJ = parts.unattributedMicroJ();
    NodeWindow row =
        new NodeWindow(
            window.node(),
            window.fromUtcNs(),
            window.toUtcNs(),
            Math.addExact(attributedMicroJ, unattributedMicroJ),
            attributedMicroJ,
            unattributedMicroJ,
            parts.platformMicroJ());
    Quality quality =
        window.meter().processorMicroJ().isPresent() ? Quality.MEASURED : Quality.MODELLED;
    return new ClosedWindow(
        row, settled, new InFlight(inFlight), parts.drawnMicroJ(), quality, scale);
  }
}
