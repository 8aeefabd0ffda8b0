package dev.perigee.runtime.node;

import dev.perigee.energy.CarbonModel;
import dev.perigee.energy.PriceCatalogue;

/// What energy and time on a node are counted with.
public record Tariff(CarbonModel carbon, PriceCatalogue prices, Intensity intensity) {

  /// Carbon intensity of a grid zone at a time.
  @FunctionalInterface
  public interface Intensity {
    double gramsPerKwh(String zone, long utcNs);
  }
}
