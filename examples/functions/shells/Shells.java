import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Sorts the satellites of a constellation into shells, by inclination and altitude, from their
/// two-line element sets.
public class Shells {
  private static final double MU_KM3_PER_S2 = 398_600.4418;
  private static final double EARTH_RADIUS_KM = 6_378.137;
  private static final double DAY_S = 86_400;
  private static final int STEP_KM = 10;

  public record Event(String tle) {}

  public record Shell(int inclinationDeg, int altitudeKm, int satellites) {}

  public record Answer(int satellites, double lowestKm, double highestKm, List<Shell> shells) {}

  public Answer handle(Event event) {
    Map<Integer, Map<Integer, Integer>> counts = new TreeMap<>();
    List<Double> altitudesKm = new ArrayList<>();
    for (String line : event.tle().lines().filter(each -> each.startsWith("2 ")).toList()) {
      double altitudeKm = altitudeKm(Double.parseDouble(line.substring(52, 63).strip()));
      int inclinationDeg = (int) Math.round(Double.parseDouble(line.substring(8, 16).strip()));
      altitudesKm.add(altitudeKm);
      counts
          .computeIfAbsent(inclinationDeg, each -> new TreeMap<>())
          .merge((int) Math.round(altitudeKm / STEP_KM) * STEP_KM, 1, Integer::sum);
    }
    List<Shell> shells = new ArrayList<>();
    counts.forEach((inclinationDeg, byAltitude) ->
        byAltitude.forEach((km, count) -> shells.add(new Shell(inclinationDeg, km, count))));
    shells.sort((a, b) -> Integer.compare(b.satellites(), a.satellites()));
    return new Answer(
        altitudesKm.size(),
        altitudesKm.stream().mapToDouble(Double::doubleValue).min().orElse(0),
        altitudesKm.stream().mapToDouble(Double::doubleValue).max().orElse(0),
        shells);
  }

  /// Mean altitude above the equator's radius, by Kepler's third law.
  private static double altitudeKm(double revolutionsPerDay) {
    double radPerS = revolutionsPerDay * 2 * Math.PI / DAY_S;
    return Math.cbrt(MU_KM3_PER_S2 / (radPerS * radPerS)) - EARTH_RADIUS_KM;
  }
}
