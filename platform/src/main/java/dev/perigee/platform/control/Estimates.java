package dev.perigee.platform.control;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Says what calls of a function will come to, before they are made.
@FunctionalInterface
public interface Estimates {
  /// Where nothing is known of prices and power.
  Estimates NONE =
      _ -> {
        throw new ControlException(
            ControlException.Kind.UNSUPPORTED_HERE,
            List.of("there are no estimates here: ask the control plane"));
      };

  Estimate of(Question question);

  /// What is asked. What is not given is taken from the function, its history or a default.
  ///
  /// @param function need not be deployed; its name may be empty
  /// @param durationNs of the handler; with it the history is not asked
  /// @param ratePerS calls a second
  /// @param invocations how many calls, all in all
  record Question(
      FunctionName function,
      OptionalInt memoryMb,
      OptionalLong durationNs,
      OptionalDouble ratePerS,
      OptionalLong invocations) {}
}
