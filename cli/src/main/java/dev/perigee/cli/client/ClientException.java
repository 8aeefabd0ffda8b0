package dev.perigee.cli.client;

import java.util.List;

/// The platform could not be reached, or said no.
public final class ClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  ClientException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /// All that is wrong, one line each: what, why, how to fix.
  public List<String> problems() {
    return problems;
  }
}
