package dev.perigee.cli.node;

import dev.perigee.cli.live.NodeAssembly;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.platform.gateway.Gateway;
import dev.perigee.world.Clock;
import dev.perigee.world.Event;
import java.util.UUID;
import java.util.function.Consumer;

/// What the gateway of a node tells: demand to the node's own engine, refusals to its ledger.
record OwnDemand(String node, Clock clock, Consumer<Event> events, NodeAssembly assembly)
    implements Gateway.Listener {

  @Override
  public void demanded(FunctionId function, int workerCount) {
    events.accept(new Event.Demanded(clock.utcNs(), function, workerCount));
  }

  @Override
  public void throttled(UUID invocationId, FunctionSpec function, long bytesIn) {
    LedgerEntry refused =
        LedgerEntry.throttled(invocationId, function, node, clock.utcNs(), bytesIn);
    var _ = assembly.ledger().ledger().append(refused);
  }
}
