package dev.perigee.engine.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The transition table of a worker's life: state, event, next state. What is not in the table
/// can't happen.
public final class WorkerLifecycle {

  /// One line of the table.
  public record Transition(WorkerState from, WorkerEvent event, WorkerState to) {}

  private static final List<Transition> TABLE =
      List.of(
          new Transition(WorkerState.STARTING, WorkerEvent.STARTED, WorkerState.WARM),
          new Transition(WorkerState.STARTING, WorkerEvent.START_FAILED, WorkerState.FAILED),
          new Transition(WorkerState.WARM, WorkerEvent.ASSIGNED, WorkerState.BUSY),
          new Transition(WorkerState.BUSY, WorkerEvent.ASSIGNED, WorkerState.BUSY),
          new Transition(WorkerState.FROZEN, WorkerEvent.ASSIGNED, WorkerState.BUSY),
          new Transition(WorkerState.BUSY, WorkerEvent.DRAINED, WorkerState.WARM),
          new Transition(WorkerState.WARM, WorkerEvent.IDLE_SHORT, WorkerState.FROZEN),
          new Transition(WorkerState.WARM, WorkerEvent.RECLAIMED, WorkerState.STOPPING),
          new Transition(WorkerState.FROZEN, WorkerEvent.RECLAIMED, WorkerState.STOPPING),
          new Transition(WorkerState.BUSY, WorkerEvent.BROKE, WorkerState.FAILED),
          new Transition(WorkerState.WARM, WorkerEvent.BROKE, WorkerState.FAILED),
          new Transition(WorkerState.FROZEN, WorkerEvent.BROKE, WorkerState.FAILED));

  private static final WorkerState[][] NEXT = next();

  private WorkerLifecycle() {}

  public static List<Transition> table() {
    return TABLE;
  }

  /// The state after an event, empty when the event can't happen in that state.
  public static Optional<WorkerState> next(WorkerState state, WorkerEvent event) {
    return Optional.ofNullable(NEXT[state.ordinal()][event.ordinal()]);
  }

  static WorkerState require(WorkerState state, WorkerEvent event) {
    WorkerState to = NEXT[state.ordinal()][event.ordinal()];
    if (to == null) {
      throw new IllegalStateException("a worker that is " + state + " can't have " + event);
    }
    return to;
  }

  /// The table as a Mermaid state diagram, for the docs.
  public static String diagram() {
    List<String> lines = new ArrayList<>(List.of("stateDiagram-v2", "  [*] --> STARTING"));
    for (Transition line : TABLE) {
      lines.add("  " + line.from() + " --> " + line.to() + " : " + line.event());
    }
    lines.add("  STOPPING --> [*]");
    lines.add("  FAILED --> [*]");
    return String.join("\n", lines) + "\n";
  }

  private static WorkerState[][] next() {
    WorkerState[][] next =
        new WorkerState[WorkerState.values().length][WorkerEvent.values().length];
    for (Transition line : TABLE) {
      next[line.from().ordinal()][line.event().ordinal()] = line.to();
    }
    return next;
  }
}
