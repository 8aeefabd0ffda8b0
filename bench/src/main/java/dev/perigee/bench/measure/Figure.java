package dev.perigee.bench.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One measured number.
///
/// @param name what, such as `dispatch`
/// @param unit such as `us`
/// @param aim what PROMISES asks for; NaN if nothing
/// @param p50 median, or the number itself where there is only one
/// @param p99 99th percentile; NaN where there is only one number
/// @param n measured values that the percentiles are of
/// @param hash of the answers, empty if the figure has none
/// @param more further numbers by name, each with its unit at the end of the name
public record Figure(
    String name,
    String unit,
    double aim,
    double p50,
    double p99,
    long n,
    String hash,
    Map<String, Double> more) {

  public Figure {
    more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
  }

  public static Figure one(String name, String unit, double aim, double value) {
    return new Figure(name, unit, aim, value, Double.NaN, 1, "", Map.of());
  }

  public Figure with(String key, double value) {
    Map<String, Double> added = new LinkedHashMap<>(more);
    added.put(key, value);
    return new Figure(name, unit, aim, p50, p99, n, hash, added);
  }

  public Figure hashed(String newHash) {
    return new Figure(name, unit, aim, p50, p99, n, newHash, more);
  }
}
