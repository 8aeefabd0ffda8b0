package dev.perigee.energy;

import java.util.OptionalLong;

/// What the meters of a node counted over a window. Where there is no meter the model takes its
/// place.
///
/// @param processorMicroJ CPU packages and memory, such as RAPL counts them
/// @param gpuMicroJ all GPUs, such as NVML counts them
public record MeterReading(OptionalLong processorMicroJ, OptionalLong gpuMicroJ) {
  public static final MeterReading NONE =
      new MeterReading(OptionalLong.empty(), OptionalLong.empty());

  public MeterReading {
    EnergyException.nonNegative("processorMicroJ", processorMicroJ.orElse(0));
    EnergyException.nonNegative("gpuMicroJ", gpuMicroJ.orElse(0));
  }

  public static MeterReading processor(long microJ) {
    return new MeterReading(OptionalLong.of(microJ), OptionalLong.empty());
  }
}
