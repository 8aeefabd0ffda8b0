package dev.perigee.world;

import dev.perigee.model.decision.Decision;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;

/// Something that the engine wants done. The world carries effects out in the order they are given.
public sealed interface Effect {

  /// Make a record durable, then say `Appended` with the same sequence.
  record Append(long sequence, Entry entry) implements Effect {}

  /// Tell who asked that it is done and durable.
  record Acknowledge(long requestId) implements Effect {}

  /// Tell who asked that it is not done.
  record Refuse(long requestId, Refusal refusal, String reason) implements Effect {}

  /// Keep a decision so that it can be explained. Needs no answer.
  record Explain(Decision decision) implements Effect {}

  /// Check a plan against its read set and carry it out as far as it holds; then say `PlanChecked`.
  record Propose(Plan plan) implements Effect {}

  /// From now on, invocations go by this table.
  record Publish(DispatchTable table) implements Effect {}

  /// A node takes no new invocation of a function version and stops its workers when they are idle.
  record Withdraw(String node, FunctionId function, int version) implements Effect {}

  /// A node starts so many of the workers that it has leave for ahead of calls, replaces those that
  /// die, and does not end them for being idle. The newest number counts.
  record Provision(String node, FunctionId function, int version, int workerCount)
      implements Effect {}

  /// A node gives back idle workers, the longest idle first, until this much memory is free.
  record Reclaim(String node, int memoryMb) implements Effect {}

  /// Waiting invocations can't be served: tell their callers.
  record Reject(FunctionId function, Refusal refusal, String reason) implements Effect {}

  /// Say `Woken` after this time, whatever the wall clock does meanwhile.
  record Wake(long afterNs) implements Effect {}
}
