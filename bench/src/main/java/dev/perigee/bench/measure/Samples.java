package dev.perigee.bench.measure;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

/// Measured times of the same thing.
public final class Samples {
  private final long[] ns;
  private int count;

  public Samples(int countMax) {
    this.ns = new long[countMax];
  }

  public void add(long sampleNs) {
    ns[count++] = sampleNs;
  }

  public double quantileNs(double fraction) {
    long[] sorted = Arrays.copyOf(ns, count);
    Arrays.sort(sorted);
    return count == 0 ? Double.NaN : sorted[(int) Math.min(count - 1, (long) (fraction * count))];
  }

  /// @param perSampleCount operations in one sample
  public Figure figure(String name, String unit, double aim, long perSampleCount) {
    double scale = nsPer(unit) * perSampleCount;
    return new Figure(
        name,
        unit,
        aim,
        quantileNs(0.5) / scale,
        quantileNs(0.99) / scale,
        count,
        "",
        java.util.Map.of());
  }

  /// Times batches of work on this thread; the first half is thrown away, for it teaches the
  /// compiler. Beside the time by the clock stands the thread's CPU time as `cpu`, which other work
  /// on the machine disturbs less.
  ///
  /// @param perBatchCount operations in a batch
  public static Figure ofBatches(
      String name, double aimUs, int batchCount, int perBatchCount, Runnable batch) {
    for (int i = 0; i < batchCount; i++) {
      batch.run();
    }
    Samples wall = new Samples(batchCount);
    Samples cpu = new Samples(batchCount);
    for (int i = 0; i < batchCount; i++) {
      long fromNs = System.nanoTime();
      long fromCpuNs = threadCpuNs();
      batch.run();
      cpu.add(threadCpuNs() - fromCpuNs);
      wall.add(System.nanoTime() - fromNs);
    }
    return wall.figure(name, "us", aimUs, perBatchCount)
        .with("cpuUs", cpu.quantileNs(0.5) / 1e3 / perBatchCount);
  }

  /// CPU time of this thread.
  public static long threadCpuNs() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double nsPer(String unit) {
    return switch (unit) {
      case "us" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      default -> 1;
    };
  }
}
