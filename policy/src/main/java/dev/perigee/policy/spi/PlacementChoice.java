package dev.perigee.policy.spi;

import dev.perigee.model.decision.Bound;
import dev.perigee.model.decision.Decision.Candidate;
import java.util.List;

/// What a placement policy chose and why.
///
/// @param shares nodes with the number of workers each should get; may add up to less than was
///   wanted
/// @param candidates nodes that were looked at, best first, at most `CANDIDATES_LISTED_MAX`
/// @param candidatesOmitted nodes that were looked at and are not listed
public record PlacementChoice(
    List<Share> shares,
    List<Candidate> candidates,
    int candidatesOmitted,
    Bound bound,
    PolicyMemory memory) {

  public static final int CANDIDATES_LISTED_MAX = 16;

  public PlacementChoice {
    shares = List.copyOf(shares);
    candidates = List.copyOf(candidates);
  }

  /// Workers for one node of the snapshot.
  public record Share(int nodeIndex, int workerCount) {}
}
