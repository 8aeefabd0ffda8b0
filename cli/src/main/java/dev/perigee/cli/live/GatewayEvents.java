package dev.perigee.cli.live;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.gateway.Gateway;
import dev.perigee.world.Clock;
import dev.perigee.world.Event;
import java.util.UUID;
import java.util.function.Consumer;

/// What the gateway tells: demand to the engine, refusals to the ledger.
record GatewayEvents(Clock clock, Consumer<Event> events, ThrottleLedger throttles)
    implements Gateway.Listener {

  @Override
  public void demanded(FunctionId function, int workerCount) {
    events.accept(new Event.Demanded(clock.utcNs(), function, workerCount));
  }

  @Override
  public void throttled(UUID invocationId, FunctionSpec function, long bytesIn) {
    throttles.add(invocationId, function, bytesIn);
  }
}
