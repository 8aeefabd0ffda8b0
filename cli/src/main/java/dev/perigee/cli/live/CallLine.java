package dev.perigee.cli.live;

import dev.perigee.model.function.FunctionId;
import dev.perigee.world.node.ResourceCalls;
import java.util.UUID;

/// What functions ask, on its way to who answers it; the nodes are there before that.
final class CallLine implements ResourceCalls {
  private volatile ResourceCalls desk = NONE;

  void to(ResourceCalls newDesk) {
    desk = newDesk;
  }

  @Override
  public byte[] call(FunctionId function, UUID invocationId, byte[] request) {
    return desk.call(function, invocationId, request);
  }
}
