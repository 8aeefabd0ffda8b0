package dev.perigee.platform.control;

import dev.perigee.model.decision.Decision;
import java.util.List;
import java.util.Optional;

/// Why things were decided. Thread-safe.
public interface Explanations {

  Optional<Decision> find(long decisionId);

  /// The newest decisions, newest first.
  List<Decision> latest(int countMax);
}
