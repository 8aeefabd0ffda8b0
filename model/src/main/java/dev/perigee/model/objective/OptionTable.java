package dev.perigee.model.objective;

import dev.perigee.model.ModelException;
import java.util.Arrays;

/// What can be chosen for one stage of a workflow: a row per option, a column per property, and for
/// each metric its quantiles. Forecasting, sizing, device, power and carbon code fill such tables;
/// only the chooser chooses.
///
/// Values lie row after row: the value of quantile `q` of row `r` is at `r * quantiles.length + q`.
public final class OptionTable {
  private final int stage;
  private final double[] quantiles;
  private final int[] nodeClass;
  private final int[] deviceClass;
  private final int[] cpuMilli;
  private final int[] memoryMb;
  private final int[] startSlot;
  private final double[] timeNs;
  private final double[] energyMicroJ;
  private final double[] carbonNanoGramsCo2e;
  private final double[] costPicoUsd;

  private OptionTable(Builder builder) {
    stage = builder.stage;
    quantiles = builder.quantiles;
    nodeClass = Arrays.copyOf(builder.properties[0], builder.count);
    deviceClass = Arrays.copyOf(builder.properties[1], builder.count);
    cpuMilli = Arrays.copyOf(builder.properties[2], builder.count);
    memoryMb = Arrays.copyOf(builder.properties[3], builder.count);
    startSlot = Arrays.copyOf(builder.properties[4], builder.count);
    int values = builder.count * quantiles.length;
    timeNs = Arrays.copyOf(builder.metrics[0], values);
    energyMicroJ = Arrays.copyOf(builder.metrics[1], values);
    carbonNanoGramsCo2e = Arrays.copyOf(builder.metrics[2], values);
    costPicoUsd = Arrays.copyOf(builder.metrics[3], values);
  }

  public int stage() {
    return stage;
  }

  public int count() {
    return nodeClass.length;
  }

  public int quantileCount() {
    return quantiles.length;
  }

  public double quantile(int q) {
    return quantiles[q];
  }

  public int nodeClass(int row) {
    return nodeClass[row];
  }

  public int deviceClass(int row) {
    return deviceClass[row];
  }

  public int cpuMilli(int row) {
    return cpuMilli[row];
  }

  public int memoryMb(int row) {
    return memoryMb[row];
  }

  public int startSlot(int row) {
    return startSlot[row];
  }

  public double timeNs(int row, int q) {
    return timeNs[row * quantiles.length + q];
  }

  public double energyMicroJ(int row, int q) {
    return energyMicroJ[row * quantiles.length + q];
  }

  public double carbonNanoGramsCo2e(int row, int q) {
    return carbonNanoGramsCo2e[row * quantiles.length + q];
  }

  public double costPicoUsd(int row, int q) {
    return costPicoUsd[row * quantiles.length + q];
  }

  public static Builder builder(int stage, double... quantiles) {
    return new Builder(stage, quantiles);
  }

  /// Where an option runs and how large it is.
  public record Configuration(
      int nodeClass, int deviceClass, int cpuMilli, int memoryMb, int startSlot) {}

  /// Fills a table row by row.
  public static final class Builder {
    private final int stage;
    private final double[] quantiles;
    private final int[][] properties = new int[5][16];
    private final double[][] metrics;
    private int count;

    private Builder(int stage, double[] quantiles) {
      ModelException.require(quantiles.length > 0, "at least one quantile", 0);
      for (int q = 0; q < quantiles.length; q++) {
        boolean rises =
            quantiles[q] > 0 && quantiles[q] < 1 && (q == 0 || quantiles[q] > quantiles[q - 1]);
        ModelException.require(rises, "quantiles rise within 0..1", quantiles[q]);
      }
      this.stage = stage;
      this.quantiles = quantiles.clone();
      this.metrics = new double[4][16 * quantiles.length];
    }

    /// Adds an option; each array has a value per quantile, rising.
    public Builder add(
        Configuration option,
        double[] timeNs,
        double[] energyMicroJ,
        double[] carbonNanoGramsCo2e,
        double[] costPicoUsd) {
      int[] row = {
        option.nodeClass(),
        option.deviceClass(),
        option.cpuMilli(),
        option.memoryMb(),
        option.startSlot()
      };
      for (int p = 0; p < row.length; p++) {
        if (count == properties[p].length) {
          properties[p] = Arrays.copyOf(properties[p], count * 2);
        }
        properties[p][count] = row[p];
      }
      double[][] values = {timeNs, energyMicroJ, carbonNanoGramsCo2e, costPicoUsd};
      for (int m = 0; m < values.length; m++) {
        put(m, values[m]);
      }
      count++;
      return this;
    }

    private void put(int metric, double[] values) {
      int width = quantiles.length;
      ModelException.require(
          values.length == width, "a value per quantile (" + width + ")", values.length);
      for (int q = 1; q < width; q++) {
        ModelException.require(values[q] >= values[q - 1], "quantile values rise", values[q]);
      }
      if ((count + 1) * width > metrics[metric].length) {
        metrics[metric] = Arrays.copyOf(metrics[metric], metrics[metric].length * 2);
      }
      System.arraycopy(values, 0, metrics[metric], count * width, width);
    }

    public OptionTable build() {
      return new OptionTable(this);
    }
  }
}
