package dev.perigee.feeds;

import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// Turns hourly lines into a table. A line with a problem takes its place in time, so that one
/// mistake is told once.
final class CarbonTableReader {
  private static final String TIME = "datetime_utc";
  private static final long SECONDS_PER_HOUR = 3_600;

  private final Problems problems;
  private final CsvLines lines;
  private double[] byHour = new double[0];
  private int hours;
  private long firstHour;
  private int firstLine;

  CarbonTableReader(String source, Reader in) {
    this.problems = new Problems(source);
    this.lines = new CsvLines(source, in, problems);
  }

  CarbonTable read() {
    requireHeader();
    List<String> zones = lines.header().subList(1, lines.header().size());
    while (lines.next()) {
      hour().ifPresent(hour -> keep(hour, zones));
    }
    if (hours == 0) {
      problems.add("has no readable hour below its header");
    }
    problems.throwIfAny();
    return new CarbonTable(zones, firstHour, hours, byZone(zones.size()));
  }

  private void requireHeader() {
    if (lines.column(TIME) != 0) {
      problems.add(
          "line 1: the first column must be " + TIME + ", got " + String.join(",", lines.header()));
    }
    if (lines.header().size() < 2) {
      problems.add("line 1: at least one zone must follow " + TIME);
    }
    for (String zone : lines.header()) {
      if (zone.isEmpty()) {
        problems.add("line 1: a zone has no name");
      }
    }
    if (lines.column(TIME) != 0 || lines.header().size() < 2) {
      problems.throwIfAny();
    }
  }

  private OptionalLong hour() {
    String text = lines.cell(0);
    try {
      long second = Instant.parse(text).getEpochSecond();
      if (second % SECONDS_PER_HOUR == 0) {
        return OptionalLong.of(second / SECONDS_PER_HOUR);
      }
      problems.add(lines.line(), TIME + " must be a full hour, got " + text);
    } catch (DateTimeException e) {
      problems.add(
          lines.line(), TIME + " must be a time such as 2022-01-01T00:00:00Z, got " + text);
    }
    return OptionalLong.empty();
  }

  private void keep(long hour, List<String> zones) {
    if (hours == 0) {
      firstHour = hour;
      firstLine = lines.line();
    }
    long missing = hour - firstHour - hours;
    if (missing < 0) {
      String what =
          hour < firstHour ? "is before the first one, of line " + firstLine : "appears twice";
      problems.add(
          lines.line(), "hour " + lines.cell(0) + " " + what + ": hours must follow one another");
      return;
    }
    if (missing > 0) {
      problems.add(lines.line(), missing + " hours are missing before " + lines.cell(0));
      firstHour += missing;
    }
    append(zones);
  }

  private void append(List<String> zones) {
    int from = hours * zones.size();
    if (from + zones.size() > byHour.length) {
      byHour = Arrays.copyOf(byHour, Math.max(1_024 * zones.size(), 2 * byHour.length));
    }
    for (int zone = 0; zone < zones.size(); zone++) {
      String text = lines.cell(zone + 1);
      try {
        byHour[from + zone] = Decimal.nonNegative(text);
      } catch (NumberFormatException e) {
        problems.add(
            lines.line(),
            "zone " + zones.get(zone) + " needs a number >= 0 in g CO2e/kWh, got '" + text + "'");
      }
    }
    hours++;
  }

  private double[] byZone(int zoneCount) {
    double[] values = new double[zoneCount * hours];
    for (int hour = 0; hour < hours; hour++) {
      for (int zone = 0; zone < zoneCount; zone++) {
        values[zone * hours + hour] = byHour[hour * zoneCount + zone];
      }
    }
    return values;
  }
}
