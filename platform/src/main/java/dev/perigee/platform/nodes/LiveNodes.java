package dev.perigee.platform.nodes;

import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.Nodes;
import dev.perigee.world.node.NodePort;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;

/// The nodes as operators see them.
public final class LiveNodes implements Nodes {
  private final NodeDirectory directory;
  private final BiPredicate<NodePort, Duration> cutter;

  /// @param cutter cuts the link to a node; false if there is no link to cut
  public LiveNodes(NodeDirectory directory, BiPredicate<NodePort, Duration> cutter) {
    this.directory = directory;
    this.cutter = cutter;
  }

  @Override
  public List<NodeView> list() {
    return directory.all().stream()
        .map(port -> new NodeView(port.node(), port.endpoint(), port.processId(), port.workers()))
        .toList();
  }

  @Override
  public void drain(String node) {
    find(node).drain(true);
  }

  @Override
  public void resume(String node) {
    find(node).drain(false);
  }

  @Override
  public void cut(String node, Duration time) {
    if (!cutter.test(find(node), time)) {
      throw new ControlException(
          Kind.UNSUPPORTED_HERE,
          List.of(
              "node "
                  + node
                  + " is in the platform's process and has no link; start with"
                  + " --nodes-as-processes"));
    }
  }

  private NodePort find(String node) {
    return directory
        .find(node)
        .orElseThrow(() ->
            new ControlException(Kind.NOT_FOUND, List.of("node " + node + " does not exist")));
  }
}
