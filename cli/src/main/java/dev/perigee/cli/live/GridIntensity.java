package dev.perigee.cli.live;

import dev.perigee.feeds.CarbonIntensity;
import dev.perigee.feeds.CarbonProfile;
import dev.perigee.runtime.node.Tariff.Intensity;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Carbon intensity from the bundled table, by zone name.
public final class GridIntensity implements Intensity {
  private final CarbonIntensity table = CarbonProfile.bundled();
  private final Map<String, Integer> zoneIndex = new ConcurrentHashMap<>();

  @Override
  public double gramsPerKwh(String zone, long utcNs) {
    int index = zoneIndex.computeIfAbsent(zone, table::zoneIndex);
    return table.gramsPerKwh(index, utcNs);
  }
}
