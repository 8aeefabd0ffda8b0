package dev.perigee.platform.http;

import dev.perigee.api.DecisionView;
import dev.perigee.api.DecisionView.BoundView;
import dev.perigee.api.DecisionView.CandidateView;
import dev.perigee.api.DecisionView.ChosenView;
import dev.perigee.api.Listing;
import dev.perigee.model.decision.Decision;
import dev.perigee.model.decision.Ids;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.Explanations;
import io.helidon.http.Status;
import java.util.List;
import java.util.stream.IntStream;

/// Says why things were decided.
final class DecisionRoutes {
  private static final int COUNT_DEFAULT = 100;
  private static final int COUNT_MAX = 1_000;

  private final Explanations explanations;

  DecisionRoutes(Explanations explanations) {
    this.explanations = explanations;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/decisions", this::latest),
        new Route("GET", "/v1/decisions/{decisionId}", this::find));
  }

  private void latest(Exchange exchange) {
    RequestParameters parameters = exchange.parameters("limit");
    int count = (int) parameters.number("limit", 1, COUNT_MAX, COUNT_DEFAULT);
    parameters.check();
    String tenant = exchange.tenant();
    List<DecisionView> views =
        explanations.latest(COUNT_MAX).stream()
            .filter(decision -> decision.function().tenant().equals(tenant))
            .limit(count)
            .map(this::view)
            .toList();
    exchange.json(Status.OK_200, new Listing("decisions", views));
  }

  private void find(Exchange exchange) {
    String text = exchange.name();
    long id = text.startsWith("d-") ? Ids.parse(text) : -1;
    if (id <= 0) {
      throw new ControlException(
          ControlException.Kind.INVALID,
          List.of("'" + text + "' is no decision: they are named like d-0-42"));
    }
    String tenant = exchange.tenant();
    Decision decision =
        explanations
            .find(id)
            .filter(each -> each.function().tenant().equals(tenant))
            .orElseThrow(() ->
                new ControlException(
                    ControlException.Kind.NOT_FOUND,
                    List.of(
                        "there is no decision "
                            + text
                            + ", or it is no longer kept: GET /v1/decisions lists the newest")));
    exchange.json(Status.OK_200, view(decision));
  }

  private DecisionView view(Decision decision) {
    List<PlacementResult> results = explanations.results(decision.planId());
    return new DecisionView(
        Ids.decisionText(decision.decisionId()),
        Ids.planText(decision.planId()),
        UtcMs.text(decision.utcNs()),
        decision.policy(),
        decision.snapshotVersion(),
        decision.function().tenant(),
        decision.function().name(),
        decision.question(),
        decision.candidates().stream().map(DecisionRoutes::candidate).toList(),
        decision.candidatesOmitted(),
        IntStream.range(0, decision.chosen().size())
            .mapToObj(i -> chosen(decision.chosen().get(i), outcome(results, i)))
            .toList(),
        new BoundView(
            decision.bound().metric(), decision.bound().value(), decision.bound().lowerBound()));
  }

  private static CandidateView candidate(Decision.Candidate candidate) {
    return new CandidateView(
        candidate.node(), candidate.feasible(), candidate.score(), candidate.reason());
  }

  /// Empty while it is not known.
  private static String outcome(List<PlacementResult> results, int index) {
    if (index >= results.size()) {
      return "";
    }
    return switch (results.get(index)) {
      case PlacementResult.Accepted _ -> "accepted";
      case PlacementResult.Refused no -> "refused: " + no.refusal() + ", " + no.detail();
    };
  }

  private static ChosenView chosen(Placement placement, String outcome) {
    return new ChosenView(
        placement.node(),
        placement.version(),
        placement.workerCount(),
        placement.memoryMb(),
        placement.cpuMilli(),
        placement.keepAliveNs() / 1_000_000,
        outcome);
  }
}
