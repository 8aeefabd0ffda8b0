package dev.perigee.runtime.sandbox;

import java.util.List;
import java.util.Map;

/// What becomes of a blank: the runtime of a language, with a shim of ours that answers frames.
///
/// @param words program and arguments as the function sees them; the time at which the sandbox was
///   ready, on the monotonic clock, is added as the last
/// @param descriptor at which it finds the connection to the platform
/// @param variables beside those of the function
/// @param shown what it sees beside the code
public record Program(
    List<String> words, int descriptor, Map<String, String> variables, Shown shown) {
  public Program {
    words = List.copyOf(words);
    variables = Map.copyOf(variables);
  }
}
