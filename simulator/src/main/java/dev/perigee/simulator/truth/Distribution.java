package dev.perigee.simulator.truth;

import dev.perigee.model.ModelException;
import dev.perigee.world.Seeds;

/// Durations as they really are. Only the simulated world draws from it; policies know what they
/// observe.
public sealed interface Distribution {

  /// One duration; the same seed gives the same.
  long drawNs(long seed);

  /// Always the same.
  record Fixed(long ns) implements Distribution {
    public Fixed {
      ModelException.require(ns >= 0, "a duration >= 0 ns", ns);
    }

    @Override
    public long drawNs(long seed) {
      return ns;
    }
  }

  /// Without memory.
  record Exponential(long meanNs) implements Distribution {
    public Exponential {
      ModelException.require(meanNs > 0, "a mean > 0 ns", meanNs);
    }

    @Override
    public long drawNs(long seed) {
      return rounded(-meanNs * StrictMath.log(1 - Seeds.unit(seed)));
    }
  }

  /// Many short ones and a long tail.
  record LogNormal(long medianNs, long p95Ns) implements Distribution {
    /// The 95th percentile of the standard normal distribution.
    private static final double NORMAL_P95 = 1.644_853_626_951_472_2;

    public LogNormal {
      ModelException.require(medianNs > 0, "a median > 0 ns", medianNs);
      ModelException.require(p95Ns >= medianNs, "p95 >= median of " + medianNs + " ns", p95Ns);
    }

    @Override
    public long drawNs(long seed) {
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - Seeds.unit(Seeds.derive(seed, 0))));
      double normal =
          radius * StrictMath.cos(2 * StrictMath.PI * Seeds.unit(Seeds.derive(seed, 1)));
      double sigma = StrictMath.log((double) p95Ns / medianNs) / NORMAL_P95;
      return rounded(medianNs * StrictMath.exp(sigma * normal));
    }
  }

  private static long rounded(double ns) {
    return (long) StrictMath.rint(ns);
  }
}
