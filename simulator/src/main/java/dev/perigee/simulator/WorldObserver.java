package dev.perigee.simulator;

import dev.perigee.model.decision.Decision;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.PlanResult;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.LedgerEntry;

/// Is told what happens in the simulated world, in order. Times count from the start.
public interface WorldObserver {
  WorldObserver NONE = new WorldObserver() {};

  default void decided(long nowNs, Decision decision) {}

  default void checked(long nowNs, Plan plan, PlanResult result) {}

  /// An invocation has ended on a node.
  default void ended(long nowNs, int invocation, LedgerEntry entry) {}

  /// An invocation was not run.
  default void refused(long nowNs, int invocation, FunctionId function, Refusal refusal) {}

  /// A deployment or deletion is durable.
  default void acknowledged(long nowNs, long requestId) {}

  /// A deployment or deletion was not done.
  default void turnedDown(long nowNs, long requestId, Refusal refusal, String reason) {}
}
