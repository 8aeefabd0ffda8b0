package dev.perigee.feeds;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with one source, so that all of it is reported at once.
final class Problems {
  private final String source;
  private final List<String> found = new ArrayList<>();

  Problems(String source) {
    this.source = source;
  }

  void add(String problem) {
    found.add(problem);
  }

  void add(int line, String problem) {
    found.add("line " + line + ": " + problem);
  }

  boolean none() {
    return found.isEmpty();
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new FeedException(source, found);
    }
  }
}
