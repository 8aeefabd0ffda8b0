package dev.perigee.platform.control;

import dev.perigee.model.decision.Decision;
import dev.perigee.model.decision.PlacementResult;
import java.util.List;
import java.util.Optional;

/// Why things were decided. Thread-safe.
public interface Explanations {

  Optional<Decision> find(long decisionId);

  /// What the nodes made of the placements of a plan, in their order; empty while it is not known,
  /// or was not here.
  List<PlacementResult> results(long planId);

  /// The newest decisions, newest first.
  List<Decision> latest(int countMax);
}
