package dev.perigee.platform.control;

import dev.perigee.model.continuum.Node;
import dev.perigee.world.node.NodePort.WorkerCount;
import java.time.Duration;
import java.util.List;

/// The nodes and what runs on them. Thread-safe.
public interface Nodes {

  List<NodeView> list();

  /// Lets a node finish its work and take nothing new; `resume` undoes it.
  ///
  /// @throws ControlException NOT_FOUND
  void drain(String node);

  void resume(String node);

  /// Cuts the link to a node for a time, as a lost contact does.
  ///
  /// @throws ControlException NOT_FOUND, or UNSUPPORTED_HERE for a node inside the control plane's
  ///   process
  void cut(String node, Duration time);

  /// @param endpoint where the node takes invocations itself while it is cut off; empty if nowhere
  /// @param processId of a node that is an OS process, else of the platform
  record NodeView(Node node, String endpoint, long processId, List<WorkerCount> workers) {}
}
