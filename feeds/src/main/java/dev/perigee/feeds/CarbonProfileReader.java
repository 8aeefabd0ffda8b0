package dev.perigee.feeds;

import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Reads the two files of a profile: first the yearly means, which name the zones, then the months.
final class CarbonProfileReader {
  private static final List<String> YEAR_COLUMNS = List.of("zone", "year", "grams_per_kwh");
  private static final List<String> MONTH_HOUR_COLUMNS =
      Stream.concat(
              Stream.of("zone", "month"),
              IntStream.range(0, HourOfUtc.PER_DAY).mapToObj("%02d"::formatted))
          .toList();

  private final Map<String, Integer> indices = new TreeMap<>();
  private final List<String> zones = new ArrayList<>();
  private double[] values = new double[0];
  private boolean[] monthKnown = new boolean[0];

  CarbonProfile read(String monthHourSource, Reader monthHour, String yearSource, Reader year) {
    readYears(yearSource, year);
    readMonths(monthHourSource, monthHour);
    return new CarbonProfile(zones, values, monthKnown);
  }

  private void readYears(String source, Reader in) {
    Problems problems = new Problems(source);
    CsvLines lines = open(source, in, problems, YEAR_COLUMNS);
    List<Double> means = new ArrayList<>();
    while (lines.next()) {
      String zone = lines.cell(0);
      if (indices.putIfAbsent(zone, zones.size()) != null) {
        problems.add(lines.line(), "zone " + zone + " appears twice");
      } else {
        zones.add(zone);
        means.add(number(lines, 2, problems));
      }
    }
    problems.throwIfAny();
    values = new double[zones.size() * CarbonProfile.CELLS];
    monthKnown = new boolean[zones.size() * CarbonProfile.MONTHS];
    for (int zone = 0; zone < zones.size(); zone++) {
      Arrays.fill(
          values, zone * CarbonProfile.CELLS, (zone + 1) * CarbonProfile.CELLS, means.get(zone));
    }
  }

  private void readMonths(String source, Reader in) {
    Problems problems = new Problems(source);
    CsvLines lines = open(source, in, problems, MONTH_HOUR_COLUMNS);
    while (lines.next()) {
      Integer zone = indices.get(lines.cell(0));
      int month = month(lines.cell(1));
      if (zone == null) {
        problems.add(lines.line(), "unknown zone " + lines.cell(0) + ", it has no yearly mean");
      }
      if (month < 0) {
        problems.add(lines.line(), "month must be from 1 to 12, got '" + lines.cell(1) + "'");
      }
      if (zone != null && month >= 0) {
        keep(lines, zone, month, problems);
      }
    }
    problems.throwIfAny();
  }

  private void keep(CsvLines lines, int zone, int month, Problems problems) {
    int at = zone * CarbonProfile.MONTHS + month;
    if (monthKnown[at]) {
      problems.add(
          lines.line(), "month " + (month + 1) + " of zone " + lines.cell(0) + " appears twice");
    }
    monthKnown[at] = true;
    for (int hour = 0; hour < HourOfUtc.PER_DAY; hour++) {
      values[at * HourOfUtc.PER_DAY + hour] = number(lines, hour + 2, problems);
    }
  }

  private static CsvLines open(String source, Reader in, Problems problems, List<String> columns) {
    CsvLines lines = new CsvLines(source, in, problems);
    if (!lines.header().equals(columns)) {
      problems.add(
          "line 1: the columns must be "
              + String.join(",", columns)
              + ", got "
              + String.join(",", lines.header()));
      problems.throwIfAny();
    }
    return lines;
  }

  private static double number(CsvLines lines, int column, Problems problems) {
    try {
      return Decimal.nonNegative(lines.cell(column));
    } catch (NumberFormatException e) {
      problems.add(
          lines.line(),
          "column "
              + lines.header().get(column)
              + " needs a number >= 0 in g CO2e/kWh, got '"
              + lines.cell(column)
              + "'");
      return 0;
    }
  }

  /// From 0; -1 if it is none.
  private static int month(String text) {
    return text.matches("[1-9]|1[0-2]") ? Integer.parseInt(text) - 1 : -1;
  }
}
