package dev.perigee.feeds;

import java.util.Collection;
import java.util.List;

/// Carbon intensity of electricity by grid zone and hour.
///
/// A zone is looked up once, by name; the lookup per invocation takes its index and allocates next
/// to nothing.
public sealed interface CarbonIntensity permits CarbonTable, CarbonProfile {

  /// Names of the zones; the position is the zone's index.
  List<String> zones();

  /// Grams of CO2e per kWh in the hour that holds the instant.
  double gramsPerKwh(int zoneIndex, long utcNs);

  /// Index of a zone.
  ///
  /// @throws FeedException if there is no such zone; names the known ones
  default int zoneIndex(String zone) {
    requireZones(List.of(zone));
    return zones().indexOf(zone);
  }

  /// Throws unless all these zones are known; names all that aren't.
  default void requireZones(Collection<String> wanted) {
    Problems problems = new Problems("carbon intensity");
    for (String zone : wanted) {
      if (!zones().contains(zone)) {
        problems.add("unknown zone " + zone + ", known are " + String.join(", ", zones()));
      }
    }
    problems.throwIfAny();
  }
}
