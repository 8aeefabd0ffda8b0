package dev.perigee.feeds;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Carbon intensity hour by hour, as one file has it.
///
/// An instant inside the covered hours gets its own hour. Any other gets the hour with the same
/// number in the covered year; where the file doesn't reach that far, covered days are repeated, so
/// the hour of the day stays right.
public final class CarbonTable implements CarbonIntensity {
  private final List<String> zones;
  private final long firstHour;
  private final int hours;
  private final double[] gramsPerKwh;

  /// @param gramsPerKwh zone by zone, each with all hours
  CarbonTable(List<String> zones, long firstHour, int hours, double[] gramsPerKwh) {
    this.zones = List.copyOf(zones);
    this.firstHour = firstHour;
    this.hours = hours;
    this.gramsPerKwh = gramsPerKwh;
  }

  /// Reads a file whose header is `datetime_utc` and the names of the zones, with a line per hour
  /// and no gaps.
  public static CarbonTable read(Path file) {
    try (BufferedReader in = CsvLines.open(file)) {
      return read(file.toString(), in);
    } catch (IOException e) {
      throw new FeedException(file.toString(), "can't be closed: " + e, e);
    }
  }

  /// Reads the same from text; `source` is what messages call it.
  public static CarbonTable read(String source, Reader in) {
    return new CarbonTableReader(source, in).read();
  }

  @Override
  public List<String> zones() {
    return zones;
  }

  public int hours() {
    return hours;
  }

  /// Start of the first covered hour.
  public Instant start() {
    return Instant.ofEpochSecond(Math.multiplyExact(firstHour, 3_600L));
  }

  @Override
  public double gramsPerKwh(int zoneIndex, long utcNs) {
    return gramsPerKwh[zoneIndex * hours + row(HourOfUtc.ofUtcNs(utcNs))];
  }

  private int row(long hour) {
    long offset = hour - firstHour;
    if (offset < 0 || offset >= hours) {
      long sameInYear = HourOfUtc.firstOfYear(firstHour) + hour - HourOfUtc.firstOfYear(hour);
      offset = sameInYear - firstHour;
    }
    return (int)
        (offset >= 0 && offset < hours ? offset : Math.floorMod(offset, (long) wholeDaysHours()));
  }

  private int wholeDaysHours() {
    return hours < HourOfUtc.PER_DAY ? hours : hours - hours % HourOfUtc.PER_DAY;
  }
}
