package dev.perigee.simulator;

import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.PlanResult;
import dev.perigee.model.decision.ReadSet.NodeRead;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A plan whose placements are being checked by their nodes.
final class PlanCheck {
  private static final long NOT_READ = -1;

  private final Plan plan;
  private final @Nullable PlacementResult[] results;
  private int left;

  PlanCheck(Plan plan) {
    this.plan = plan;
    this.results = new PlacementResult[plan.placements().size()];
    this.left = results.length;
  }

  Plan plan() {
    return plan;
  }

  /// The revision at which the plan has read a node; one that no node has if it did not read it.
  long readRevision(String node) {
    for (NodeRead read : plan.readSet().nodes()) {
      if (read.node().equals(node)) {
        return read.revision();
      }
    }
    return NOT_READ;
  }

  /// Notes an answer; whether it was the last.
  boolean answer(int index, PlacementResult result) {
    results[index] = result;
    left--;
    return left == 0;
  }

  PlanResult result() {
    List<PlacementResult> all = Arrays.stream(results).map(PlanCheck::present).toList();
    return new PlanResult(plan.planId(), all);
  }

  private static PlacementResult present(@Nullable PlacementResult result) {
    if (result == null) {
      throw new SimulationException("a plan was answered before all its nodes had answered");
    }
    return result;
  }
}
