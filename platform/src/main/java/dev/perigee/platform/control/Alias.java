package dev.perigee.platform.control;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A name for a version, or for two that share the calls.
///
/// @param version the number of the version, or `$LATEST`
/// @param weights share of the calls that other versions get, by number
/// @param revisionId changes with every change
public record Alias(
    String name,
    String version,
    String description,
    SortedMap<String, Double> weights,
    String revisionId) {

  public Alias {
    weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
  }

  /// All versions that calls go to.
  public Set<String> versions() {
    Set<String> versions = new TreeSet<>(weights.keySet());
    versions.add(version);
    return versions;
  }

  /// The version that a call goes to.
  ///
  /// @param drawn at random, from 0 to below 1
  public String pick(double drawn) {
    double from = 0;
    for (var weight : weights.entrySet()) {
      from += weight.getValue();
      if (drawn < from) {
        return weight.getKey();
      }
    }
    return version;
  }
}
