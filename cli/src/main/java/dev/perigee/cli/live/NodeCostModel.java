package dev.perigee.cli.live;

import dev.perigee.cli.live.VirtualNodes.VirtualNode;
import dev.perigee.energy.Attribution;
import dev.perigee.energy.CarbonModel;
import dev.perigee.energy.CarbonModel.Site;
import dev.perigee.energy.PriceCatalogue;
import dev.perigee.energy.Reservation;
import dev.perigee.energy.Usage;
import dev.perigee.engine.cap.Amount;
import dev.perigee.platform.control.Range;
import dev.perigee.platform.estimate.CostModel;
import dev.perigee.runtime.node.Tariff.Intensity;
import dev.perigee.world.Clock;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// What one call takes on the nodes that there are: the formulas of `NodeMeter` with a guess of the
/// processor time, from next to none to a whole vCPU for as long as the handler runs.
record NodeCostModel(
    List<VirtualNode> nodes, PriceCatalogue catalogue, Intensity intensity, Clock clock)
    implements CostModel {
  private static final double NS_PER_MS = 1e6;

  /// Of the handler's time.
  private static final Range CPU_FRACTION = new Range(0.5, 0.02, 1);

  /// What a warm call takes of the platform's processor time.
  private static final long PLATFORM_CPU_NS = 100_000;

  private static final double UTILISATION = 0.5;

  /// One guess.
  private record Guess(int memoryMb, long wallNs, double cpuFraction) {
    Usage usage() {
      return Usage.of(0, (long) (wallNs * cpuFraction), memoryMb, wallNs, true);
    }
  }

  @Override
  public SortedMap<Amount, Range> perInvocation(int memoryMb, Range durationMs) {
    Guess mean = guess(memoryMb, durationMs.mean(), CPU_FRACTION.mean());
    Guess low = guess(memoryMb, durationMs.low(), CPU_FRACTION.low());
    Guess high = guess(memoryMb, durationMs.high(), CPU_FRACTION.high());
    SortedMap<Amount, Range> all = new TreeMap<>();
    all.put(Amount.INVOCATIONS, new Range(1, 1, 1));
    all.put(Amount.COST, new Range(usd(mean), usd(low), usd(high)));
    all.put(Amount.MEMORY_TIME, new Range(gbS(mean), gbS(low), gbS(high)));
    all.put(Amount.ENERGY, over(mean, low, high, NodeCostModel::joules));
    all.put(Amount.CARBON, over(mean, low, high, this::grams));
    return all;
  }

  private static Guess guess(int memoryMb, double durationMs, double cpuFraction) {
    return new Guess(memoryMb, (long) (durationMs * NS_PER_MS), cpuFraction);
  }

  private double usd(Guess guess) {
    return catalogue.bill(guess.memoryMb(), guess.wallNs()).totalPicoUsd() / 1e12;
  }

  private static double gbS(Guess guess) {
    return guess.memoryMb() / 1_024.0 * guess.wallNs() / 1e9;
  }

  private interface OnNode {
    double of(VirtualNode node, Guess guess);
  }

  private Range over(Guess mean, Guess low, Guess high, OnNode amount) {
    return new Range(
        statistics(node -> amount.of(node, mean)).getAverage(),
        statistics(node -> amount.of(node, low)).getMin(),
        statistics(node -> amount.of(node, high)).getMax());
  }

  private DoubleSummaryStatistics statistics(ToDoubleFunction<VirtualNode> amount) {
    return nodes.stream().mapToDouble(amount).summaryStatistics();
  }

  private static long microJ(VirtualNode node, Guess guess) {
    return Attribution.provisional(node.power(), guess.usage(), PLATFORM_CPU_NS, UTILISATION, 1)
        .totalMicroJ();
  }

  private static double joules(VirtualNode node, Guess guess) {
    return microJ(node, guess) / 1e6;
  }

  private double grams(VirtualNode node, Guess guess) {
    double gramsPerKwh = intensity.gramsPerKwh(node.node().zone(), clock.utcNs());
    double vcpus = Reservation.vcpus(guess.memoryMb(), node.power().vcpus());
    return CarbonModel.DEFAULT
            .of(
                microJ(node, guess),
                new Site(node.node().pue(), gramsPerKwh),
                0,
                vcpus,
                guess.wallNs())
            .totalNanoGramsCo2e()
        / 1e9;
  }

  @Override
  public String prices() {
    return "%s, %s, %s".formatted(catalogue.source(), catalogue.region(), catalogue.date());
  }
}
