package dev.perigee.platform.record;

import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.Refusal;
import java.util.ArrayList;
import java.util.List;

/// A plan and what the world made of it, as the journal has it.
///
/// @param outcomes one per placement of the plan
record CheckedPlan(Plan plan, List<Outcome> outcomes) {

  /// @param refusal name of the reason; empty if accepted
  record Outcome(String refusal, String detail) {
    static Outcome of(PlacementResult result) {
      return switch (result) {
        case PlacementResult.Accepted _ -> new Outcome("", "");
        case PlacementResult.Refused no -> new Outcome(no.refusal().name(), no.detail());
      };
    }

    PlacementResult toResult(Placement placement) {
      return refusal.isEmpty()
          ? new PlacementResult.Accepted(placement)
          : new PlacementResult.Refused(placement, Refusal.valueOf(refusal), detail);
    }
  }

  CheckedPlan {
    outcomes = List.copyOf(outcomes);
  }

  static CheckedPlan of(Plan plan, List<PlacementResult> results) {
    return new CheckedPlan(plan, results.stream().map(Outcome::of).toList());
  }

  List<PlacementResult> results() {
    List<PlacementResult> results = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      results.add(outcomes.get(i).toResult(plan.placements().get(i)));
    }
    return results;
  }
}
