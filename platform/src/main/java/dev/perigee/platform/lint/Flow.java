package dev.perigee.platform.lint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What runs what: functions and resources, and arrows between them.
final class Flow {
  private final Map<String, Map<String, Integer>> arrows = new TreeMap<>();

  void add(String from, String to) {
    arrows.computeIfAbsent(from, _ -> new TreeMap<>()).merge(to, 1, Integer::sum);
  }

  Set<String> from(String node) {
    return arrows.getOrDefault(node, Map.of()).keySet();
  }

  /// How many arrows there are between two.
  int count(String from, String to) {
    return arrows.getOrDefault(from, Map.of()).getOrDefault(to, 0);
  }

  /// The shortest way from a node back to it, its beginning and end included; empty if there is
  /// none.
  List<String> cycle(String start) {
    Map<String, String> cameFrom = new HashMap<>();
    Deque<String> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty()) {
      String at = next.removeFirst();
      for (String to : from(at)) {
        if (to.equals(start)) {
          return way(cameFrom, start, at);
        }
        if (cameFrom.putIfAbsent(to, at) == null) {
          next.addLast(to);
        }
      }
    }
    return List.of();
  }

  private static List<String> way(Map<String, String> cameFrom, String start, String last) {
    Deque<String> way = new ArrayDeque<>(List.of(last, start));
    while (!way.getFirst().equals(start)) {
      way.addFirst(cameFrom.getOrDefault(way.getFirst(), start));
    }
    return List.copyOf(way);
  }
}
