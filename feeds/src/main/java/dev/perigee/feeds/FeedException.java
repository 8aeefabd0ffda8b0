package dev.perigee.feeds;

import java.util.List;

/// Outside data that can't be read or makes no sense. The message names the source, up to {@value
/// #SHOWN_MAX} of the problems and how many more there are.
public final class FeedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  static final int SHOWN_MAX = 20;

  private final String[] problems;

  FeedException(String source, List<String> problems) {
    super(message(source, problems));
    this.problems = problems.toArray(new String[0]);
  }

  FeedException(String source, String problem, Throwable cause) {
    super(message(source, List.of(problem)), cause);
    this.problems = new String[] {problem};
  }

  /// All problems, also those that the message leaves out.
  public List<String> problems() {
    return List.of(problems);
  }

  private static String message(String source, List<String> problems) {
    if (problems.size() == 1) {
      return source + ": " + problems.getFirst();
    }
    List<String> shown = problems.subList(0, Math.min(SHOWN_MAX, problems.size()));
    int left = problems.size() - shown.size();
    String rest = left == 0 ? "" : "\n  and " + left + " more";
    return source + ": " + problems.size() + " problems\n  " + String.join("\n  ", shown) + rest;
  }
}
