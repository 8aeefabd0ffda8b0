package dev.perigee.platform.live;

import static java.util.stream.Collectors.joining;

import dev.perigee.model.decision.Decision;
import dev.perigee.model.decision.Placement;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A decision where workers go; `perigee explain` says why.
@Name("perigee.Placement")
@Label("Placement")
@Description("A decision where workers go; `perigee explain` says why.")
@Category("Perigee")
@StackTrace(false)
final class PlacementEvent extends Event {
  @Label("Decision")
  String decision = "";

  @Label("Function")
  String function = "";

  @Label("Policy")
  String policy = "";

  @Label("Nodes looked at")
  int candidates;

  @Label("Chosen nodes")
  String chosen = "";

  static void tell(Decision decision) {
    PlacementEvent event = new PlacementEvent();
    if (!event.isEnabled()) {
      return;
    }
    event.decision = Long.toString(decision.decisionId());
    event.function = decision.function().toString();
    event.policy = decision.policy();
    event.candidates = decision.candidates().size() + decision.candidatesOmitted();
    event.chosen = decision.chosen().stream().map(Placement::node).collect(joining(","));
    event.commit();
  }
}
