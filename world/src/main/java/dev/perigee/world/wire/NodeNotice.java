package dev.perigee.world.wire;

import dev.perigee.model.continuum.Node;
import dev.perigee.model.function.FunctionId;
import java.util.List;

/// What a node tells its control plane unasked.
public sealed interface NodeNotice {

  /// The first word of every contact.
  ///
  /// @param endpoint where the node takes invocations itself; empty if nowhere
  /// @param leave what it still holds of the leave that the control plane gave
  record Introduced(Node node, String endpoint, long processId, List<Leave> leave)
      implements NodeNotice {
    public Introduced {
      leave = List.copyOf(leave);
    }
  }

  record Observed(Node node) implements NodeNotice {}

  record Demanded(FunctionId function, int workerCount) implements NodeNotice {}

  record Released(FunctionId function, int version, int workerCount) implements NodeNotice {}

  /// Workers of a function version that may run there.
  record Leave(FunctionId function, int version, int workerCount) {}
}
