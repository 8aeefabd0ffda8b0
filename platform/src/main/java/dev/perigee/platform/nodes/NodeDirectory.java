package dev.perigee.platform.nodes;

import dev.perigee.world.node.NodePort;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// The nodes that the control plane knows, by id. Thread-safe.
public final class NodeDirectory {
  private final ConcurrentSkipListMap<String, NodePort> nodes = new ConcurrentSkipListMap<>();

  public void add(NodePort node) {
    nodes.put(node.node().id(), node);
  }

  public Optional<NodePort> find(String id) {
    return Optional.ofNullable(nodes.get(id));
  }

  /// All nodes, by id.
  public List<NodePort> all() {
    return List.copyOf(nodes.values());
  }

  /// Of the largest node; 0 without nodes.
  public int memoryMbMax() {
    return all().stream().mapToInt(each -> each.node().memoryMb()).max().orElse(0);
  }
}
