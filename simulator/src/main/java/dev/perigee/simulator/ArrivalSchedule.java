package dev.perigee.simulator;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.work.Workers;
import dev.perigee.simulator.scenario.Scenario;
import dev.perigee.simulator.scenario.Scenario.Arrivals;
import dev.perigee.world.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// All arrivals of a scenario in the order of time; a tie goes to the earlier source. Drawn ahead
/// and data-parallel: each arrival has a seed of its own.
final class ArrivalSchedule {
  private static final int CHUNK_ROWS = 16_384;

  /// Arrivals of one source.
  ///
  /// @param handlerNs negative where the function's own distribution says it
  private record Source(FunctionId function, long[] atNs, long[] handlerNs) {}

  private final long[] atNs;
  private final FunctionId[] function;
  private final long[] handlerNs;
  private final long seed;

  private ArrivalSchedule(long[] atNs, FunctionId[] function, long[] handlerNs, long seed) {
    this.atNs = atNs;
    this.function = function;
    this.handlerNs = handlerNs;
    this.seed = seed;
  }

  static ArrivalSchedule of(Scenario scenario, long seed, Workers workers) {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < scenario.arrivals().size(); i++) {
      long sourceSeed = Seeds.derive(Seeds.derive(seed, "arrivals"), i);
      sources.add(source(scenario.arrivals().get(i), sourceSeed, scenario.durationNs(), workers));
    }
    return merged(sources, seed);
  }

  int count() {
    return atNs.length;
  }

  long atNs(int number) {
    return atNs[number];
  }

  Invocation invocation(int number) {
    return new Invocation(
        number,
        function[number],
        atNs[number],
        handlerNs[number],
        Seeds.derive(Seeds.derive(seed, "invocations"), number));
  }

  private static Source source(Arrivals arrivals, long seed, long endNs, Workers workers) {
    long[] times =
        switch (arrivals) {
          case Arrivals.Poisson poisson -> poisson(poisson, seed, endNs, workers);
          case Arrivals.Periodic periodic -> periodic(periodic, endNs);
          case Arrivals.Burst burst -> burst(burst);
          case Arrivals.Given given -> given.atNs().stream().mapToLong(Long::longValue).toArray();
        };
    long[] handlers = new long[times.length];
    Arrays.fill(handlers, -1);
    if (arrivals instanceof Arrivals.Given given) {
      Arrays.setAll(handlers, i -> given.handlerNs().get(i));
    }
    return new Source(arrivals.function(), times, handlers);
  }

  private static long[] poisson(Arrivals.Poisson poisson, long seed, long endNs, Workers workers) {
    long toNs = Math.min(poisson.toNs(), endNs);
    long[] times = new long[0];
    int count = 0;
    double lastNs = poisson.fromNs();
    while (true) {
      int first = count;
      double meanNs = 1e9 / poisson.ratePerS();
      int batch = (int) Math.min(10_000_000, (toNs - lastNs) / meanNs * 1.05 + 64);
      double[] gaps = gaps(seed, first, batch, meanNs, workers);
      times = Arrays.copyOf(times, first + batch);
      for (double gap : gaps) {
        lastNs += gap;
        if (lastNs >= toNs) {
          return Arrays.copyOf(times, count);
        }
        times[count++] = (long) lastNs;
      }
    }
  }

  private static double[] gaps(long seed, int first, int count, double meanNs, Workers workers) {
    double[] gaps = new double[count];
    workers.map(
        count,
        CHUNK_ROWS,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double unit = Seeds.unit(Seeds.derive(seed, first + i));
            gaps[i] = -meanNs * StrictMath.log(1 - unit);
          }
          return to - from;
        });
    return gaps;
  }

  private static long[] periodic(Arrivals.Periodic periodic, long endNs) {
    long toNs = Math.min(periodic.toNs(), endNs);
    long spanNs = Math.max(0, toNs - periodic.fromNs());
    int count = Math.toIntExact((spanNs + periodic.everyNs() - 1) / periodic.everyNs());
    long[] times = new long[count];
    Arrays.setAll(times, i -> periodic.fromNs() + i * periodic.everyNs());
    return times;
  }

  private static long[] burst(Arrivals.Burst burst) {
    long[] times = new long[burst.count()];
    Arrays.setAll(times, i -> burst.atNs() + burst.overNs() * i / burst.count());
    return times;
  }

  private static ArrivalSchedule merged(List<Source> sources, long seed) {
    int count = sources.stream().mapToInt(source -> source.atNs().length).sum();
    long[] times = new long[count];
    long[] handlers = new long[count];
    FunctionId[] functions = new FunctionId[count];
    int[] next = new int[sources.size()];
    for (int i = 0; i < count; i++) {
      int best = earliest(sources, next);
      Source source = sources.get(best);
      times[i] = source.atNs()[next[best]];
      handlers[i] = source.handlerNs()[next[best]];
      functions[i] = source.function();
      next[best]++;
    }
    return new ArrivalSchedule(times, functions, handlers, seed);
  }

  private static int earliest(List<Source> sources, int[] next) {
    int best = -1;
    long bestNs = Long.MAX_VALUE;
    for (int i = 0; i < next.length; i++) {
      long[] times = sources.get(i).atNs();
      if (next[i] < times.length && times[next[i]] < bestNs) {
        bestNs = times[next[i]];
        best = i;
      }
    }
    return best;
  }
}
