package dev.perigee.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;

/// A document that is not what it has to be.
public final class WireException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  WireException(String problem) {
    this(List.of(problem));
  }

  /// @param problems all of them: what, why, how to fix
  public WireException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  static WireException of(JsonProcessingException fault) {
    JsonLocation place = fault.getLocation();
    String where =
        place == null
            ? ""
            : " at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
    return new WireException("invalid JSON" + where + ": " + fault.getOriginalMessage());
  }

  public List<String> problems() {
    return problems;
  }
}
