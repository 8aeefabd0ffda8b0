package dev.perigee.runtime.lambda;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The transition table of a runtime: state, event, next state. What is not in the table is refused
/// with `InvalidStateTransition`.
final class RuntimeLifecycle {

  /// One line of the table.
  record Transition(RuntimeState from, RuntimeEvent event, RuntimeState to) {}

  private static final List<Transition> TABLE =
      List.of(
          new Transition(RuntimeState.STARTED, RuntimeEvent.NEXT, RuntimeState.READY),
          new Transition(RuntimeState.STARTED, RuntimeEvent.INIT_ERROR, RuntimeState.INIT_ERROR),
          new Transition(RuntimeState.READY, RuntimeEvent.INVOKED, RuntimeState.RUNNING),
          new Transition(RuntimeState.READY, RuntimeEvent.LEFT, RuntimeState.RESPONSE_SENT),
          new Transition(RuntimeState.RUNNING, RuntimeEvent.RESPONSE, RuntimeState.RESPONSE_SENT),
          new Transition(RuntimeState.RUNNING, RuntimeEvent.ERROR, RuntimeState.RESPONSE_SENT),
          new Transition(RuntimeState.RUNNING, RuntimeEvent.LEFT, RuntimeState.RESPONSE_SENT),
          new Transition(RuntimeState.RESPONSE_SENT, RuntimeEvent.NEXT, RuntimeState.READY));

  private RuntimeLifecycle() {}

  /// The state after an event, empty when the event can't happen in that state.
  static Optional<RuntimeState> next(RuntimeState state, RuntimeEvent event) {
    return TABLE.stream()
        .filter(line -> line.from() == state && line.event() == event)
        .map(Transition::to)
        .findFirst();
  }

  /// The table as a Mermaid state diagram, for the docs.
  static String diagram() {
    return TABLE.stream()
        .map(line -> "  " + line.from() + " --> " + line.to() + " : " + line.event() + "\n")
        .collect(Collectors.joining("", "stateDiagram-v2\n  [*] --> STARTED\n", ""));
  }
}
