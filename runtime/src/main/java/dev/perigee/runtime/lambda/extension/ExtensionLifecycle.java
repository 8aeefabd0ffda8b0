package dev.perigee.runtime.lambda.extension;

import static dev.perigee.runtime.lambda.extension.ExtensionState.FAILED;
import static dev.perigee.runtime.lambda.extension.ExtensionState.LAUNCHED;
import static dev.perigee.runtime.lambda.extension.ExtensionState.READY;
import static dev.perigee.runtime.lambda.extension.ExtensionState.REGISTERED;
import static dev.perigee.runtime.lambda.extension.ExtensionState.RUNNING;

import java.util.List;
import java.util.Optional;

/// The transition table of an extension: state, step, next state. What is not in the table is
/// refused with `Extension.InvalidExtensionState`.
final class ExtensionLifecycle {

  /// One line of the table.
  record Transition(ExtensionState from, ExtensionStep step, ExtensionState to) {}

  private static final List<Transition> TABLE =
      List.of(
          new Transition(LAUNCHED, ExtensionStep.REGISTER, REGISTERED),
          new Transition(LAUNCHED, ExtensionStep.ENDED, FAILED),
          new Transition(REGISTERED, ExtensionStep.NEXT, READY),
          new Transition(REGISTERED, ExtensionStep.INIT_ERROR, FAILED),
          new Transition(REGISTERED, ExtensionStep.EXIT_ERROR, FAILED),
          new Transition(REGISTERED, ExtensionStep.ENDED, FAILED),
          new Transition(READY, ExtensionStep.EVENT, RUNNING),
          new Transition(READY, ExtensionStep.LEFT, REGISTERED),
          new Transition(READY, ExtensionStep.EXIT_ERROR, FAILED),
          new Transition(READY, ExtensionStep.ENDED, FAILED),
          new Transition(RUNNING, ExtensionStep.NEXT, READY),
          new Transition(RUNNING, ExtensionStep.EXIT_ERROR, FAILED),
          new Transition(RUNNING, ExtensionStep.ENDED, FAILED));

  private ExtensionLifecycle() {}

  /// The state after a step, empty when the step can't happen in that state.
  static Optional<ExtensionState> next(ExtensionState state, ExtensionStep step) {
    return TABLE.stream()
        .filter(line -> line.from() == state && line.step() == step)
        .map(Transition::to)
        .findFirst();
  }
}
