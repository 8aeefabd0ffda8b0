package dev.perigee.platform.nodes;

import dev.perigee.model.continuum.Node;
import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import dev.perigee.world.node.InvocationRequest;
import dev.perigee.world.node.InvocationResult;
import java.nio.charset.StandardCharsets;

/// Answers for invocations whose node went away.
final class RemoteFailures {
  private RemoteFailures() {}

  /// An answer, not a refusal: the function may have run, so it is not run elsewhere.
  static InvocationResult.Answered lost(
      InvocationRequest request, Node node, int memoryMb, long utcNs) {
    String body =
        "{\"errorType\":\"Perigee.NodeLost\",\"errorMessage\":\"RequestId: "
            + request.invocationId()
            + " Error: contact with node "
            + node.id()
            + " was lost; whether the function ran is not known\"}";
    return new InvocationResult.Answered(
        body.getBytes(StandardCharsets.UTF_8), entry(request, node, memoryMb, utcNs));
  }

  private static LedgerEntry entry(InvocationRequest request, Node node, int memoryMb, long utcNs) {
    return new LedgerEntry(
        request.invocationId(),
        request.function().tenant(),
        request.function().name(),
        request.version(),
        node.id(),
        utcNs,
        Outcome.ERROR,
        false,
        Phases.NONE,
        memoryMb,
        0,
        request.payload().length,
        0,
        Energy.NONE,
        Carbon.NONE,
        Money.NONE,
        Quality.MODELLED,
        true,
        node.intensityGramsPerKwh(),
        node.pue(),
        0,
        0);
  }
}
