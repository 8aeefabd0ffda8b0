package dev.perigee.model.decision;

import java.util.List;

/// What the world made of a plan: each placement accepted or refused with its reason.
public record PlanResult(long planId, List<PlacementResult> results) {
  public PlanResult {
    results = List.copyOf(results);
  }

  public boolean isAccepted() {
    return results.stream().allMatch(result -> result instanceof PlacementResult.Accepted);
  }
}
