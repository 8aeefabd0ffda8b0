package dev.perigee.world.node;

import dev.perigee.model.continuum.Node;
import dev.perigee.model.function.FunctionId;

/// What a node tells its control plane unasked. Called on any thread; returns at once.
public interface NodeListener {

  void demanded(String node, FunctionId function, int workerCount);

  void released(String node, FunctionId function, int version, int workerCount);

  /// The node is there, or has changed.
  void observed(Node node);

  /// The node has begun anew and holds nothing of what it held before.
  void restarted(Node node);

  /// The node can't be reached any more.
  void lost(String node);
}
