package dev.perigee.simulator.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong with a file, so that all of it is reported at once.
final class Problems {
  private record Problem(int line, String text) {}

  private final List<Problem> found = new ArrayList<>();

  void add(int line, String text) {
    found.add(new Problem(line, text));
  }

  boolean none() {
    return found.isEmpty();
  }

  void throwIfAny(String source) {
    if (!found.isEmpty()) {
      found.sort(Comparator.comparingInt(Problem::line));
      throw new ScenarioException(
          source,
          found.stream().map(problem -> "line " + problem.line() + ": " + problem.text()).toList());
    }
  }
}
