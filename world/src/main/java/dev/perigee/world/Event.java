package dev.perigee.world;

import dev.perigee.model.continuum.Link;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.decision.PlanResult;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;

/// Something that happened, told to the engine. Events are the engine's only input: the same events
/// in the same order give the same effects.
public sealed interface Event {

  /// When the world saw it. Not monotonic: a wall clock may jump.
  long utcNs();

  /// Someone wants a function version to exist. The engine answers `Acknowledge` once it is
  /// durable.
  record Deployed(long utcNs, long requestId, FunctionSpec function) implements Event {}

  /// Someone wants a function to be gone.
  record Deleted(long utcNs, long requestId, FunctionId function) implements Event {}

  /// The journal holds a record that `Effect.Append` asked for: it survives a power failure.
  record Appended(long utcNs, long sequence) implements Event {}

  /// The journal could not take a record: it is as if it had never been asked for.
  record AppendFailed(long utcNs, long sequence, String reason) implements Event {}

  /// A node is there, or is there again, or has changed.
  record NodeObserved(long utcNs, Node node) implements Event {}

  /// A node can't be reached any more. What runs there may go on.
  record NodeLost(long utcNs, String node) implements Event {}

  /// A node has begun anew and holds nothing of what it held before.
  record NodeRestarted(long utcNs, Node node) implements Event {}

  record LinkObserved(long utcNs, Link link) implements Event {}

  /// Invocations of a function wait and no worker will be free for them soon.
  ///
  /// @param workerCount workers that would be worth their start
  record Demanded(long utcNs, FunctionId function, int workerCount) implements Event {}

  /// So many workers of a function are to be there ahead of calls, whether they are used or not.
  /// Not in the journal: whoever says so says it again after a restart.
  record Provisioned(long utcNs, FunctionId function, int workerCount) implements Event {}

  /// The world's answer to `Effect.Propose`.
  record PlanChecked(long utcNs, PlanResult result) implements Event {}

  /// A node has given back the leave for workers: idle for too long, failed, or withdrawn.
  record Released(long utcNs, String node, FunctionId function, int version, int workerCount)
      implements Event {}

  /// Invocations that ended on a node since its last report.
  record Reported(long utcNs, String node, FunctionId function, int count, int errorCount)
      implements Event {}

  /// The time that an `Effect.Wake` asked for is over; each gets one, in the order of their ends.
  record Woken(long utcNs) implements Event {}
}
