package dev.perigee.feeds;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/// Carbon intensity by month and hour of the day of UTC: a usual day of each month. A month that
/// isn't known takes the zone's yearly mean for all hours.
public final class CarbonProfile implements CarbonIntensity {
  static final int MONTHS = 12;
  static final int CELLS = MONTHS * HourOfUtc.PER_DAY;
  private static final String MONTH_HOUR = "/odbl/carbon_month_hour.csv";
  private static final String YEAR = "/odbl/carbon_year.csv";

  private final List<String> zones;
  private final double[] gramsPerKwh;
  private final boolean[] monthKnown;

  /// @param gramsPerKwh zone by zone, month by month, each with 24 hours
  /// @param monthKnown zone by zone, 12 each: whether the month has values of its own
  CarbonProfile(List<String> zones, double[] gramsPerKwh, boolean[] monthKnown) {
    this.zones = List.copyOf(zones);
    this.gramsPerKwh = gramsPerKwh;
    this.monthKnown = monthKnown;
  }

  /// The table that comes with Perigee: 36 zones by month and hour (January to August 2022), and
  /// yearly means of 123 zones (Electricity Maps, Open Database License).
  public static CarbonProfile bundled() {
    try (Reader monthHour = resource(MONTH_HOUR);
        Reader year = resource(YEAR)) {
      return read(MONTH_HOUR, monthHour, YEAR, year);
    } catch (IOException e) {
      throw new FeedException(MONTH_HOUR, "can't be closed: " + e, e);
    }
  }

  /// Reads `zone,month,00,..,23` and `zone,year,grams_per_kwh`; every zone needs a yearly mean.
  public static CarbonProfile read(
      String monthHourSource, Reader monthHour, String yearSource, Reader year) {
    return new CarbonProfileReader().read(monthHourSource, monthHour, yearSource, year);
  }

  @Override
  public List<String> zones() {
    return zones;
  }

  /// Whether a month (1 to 12) of a zone has values of its own and not the yearly mean.
  public boolean isMonthKnown(int zoneIndex, int month) {
    return monthKnown[zoneIndex * MONTHS + month - 1];
  }

  @Override
  public double gramsPerKwh(int zoneIndex, long utcNs) {
    long hour = HourOfUtc.ofUtcNs(utcNs);
    LocalDate date = HourOfUtc.date(hour);
    int month = date.getMonthValue() - 1;
    return gramsPerKwh[zoneIndex * CELLS + month * HourOfUtc.PER_DAY + HourOfUtc.hourOfDay(hour)];
  }

  private static BufferedReader resource(String name) {
    InputStream in = CarbonProfile.class.getResourceAsStream(name);
    if (in == null) {
      throw new FeedException(name, List.of("is missing from the feeds jar, build it again"));
    }
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }
}
