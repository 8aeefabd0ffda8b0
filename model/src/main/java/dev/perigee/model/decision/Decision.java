package dev.perigee.model.decision;

import dev.perigee.model.function.FunctionId;
import java.util.List;

/// One decision and why it was taken: kept so that it can be explained at any time.
///
/// @param policy name under which the policy is registered
/// @param snapshotVersion what it was taken on
/// @param question what was asked, in words and numbers
/// @param candidates the nodes looked at, best first, with what spoke for or against each
/// @param candidatesOmitted nodes that were looked at and are not listed
/// @param chosen what came out; empty when nothing was feasible
/// @param bound how far from the best possible the choice can be
public record Decision(
    long decisionId,
    long planId,
    long utcNs,
    String policy,
    long snapshotVersion,
    FunctionId function,
    String question,
    List<Candidate> candidates,
    int candidatesOmitted,
    List<Placement> chosen,
    Bound bound) {

  public Decision {
    candidates = List.copyOf(candidates);
    chosen = List.copyOf(chosen);
  }

  /// One node that was looked at.
  ///
  /// @param feasible whether it could have taken the work
  /// @param score what the policy compares, lower is better
  public record Candidate(String node, boolean feasible, double score, String reason) {}
}
