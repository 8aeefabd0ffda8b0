package dev.perigee.simulator.scenario;

import java.util.List;

/// A scenario that can't be run. Names all that is wrong with it.
public final class ScenarioException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public ScenarioException(String source, List<String> problems) {
    super(source + ": " + String.join("\n" + source + ": ", problems));
    this.problems = List.copyOf(problems);
  }

  /// Each with its line.
  public List<String> problems() {
    return problems;
  }
}
