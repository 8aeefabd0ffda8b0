package dev.perigee.engine;

import dev.perigee.model.continuum.Link;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.continuum.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/// The current snapshot, and which index a node or link has in it.
final class Continuum {
  private record Ends(String from, String to) {}

  private final Map<String, Integer> nodeIndex = new HashMap<>();
  private final Map<Ends, Integer> linkRow = new HashMap<>();
  private Snapshot snapshot = Snapshot.EMPTY;

  Snapshot snapshot() {
    return snapshot;
  }

  OptionalInt indexOf(String node) {
    Integer index = nodeIndex.get(node);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  void observe(Node node, long utcNs) {
    int index = nodeIndex.computeIfAbsent(node.id(), _ -> nodeIndex.size());
    snapshot = snapshot.withNode(index, node, utcNs);
  }

  void observe(Link link, long utcNs) {
    OptionalInt from = indexOf(link.from());
    OptionalInt to = indexOf(link.to());
    if (from.isEmpty() || to.isEmpty()) {
      throw new EngineException(
          "link "
              + link.from()
              + " -> "
              + link.to()
              + " was observed before its ends: observe the nodes first");
    }
    int row = linkRow.computeIfAbsent(new Ends(link.from(), link.to()), _ -> linkRow.size());
    snapshot = snapshot.withLink(row, link, from.getAsInt(), to.getAsInt(), utcNs);
  }

  void lose(String node, long utcNs) {
    indexOf(node)
        .ifPresent(index -> {
          Node before = snapshot.nodes().get(index);
          Node lost =
              new Node(
                  before.id(),
                  before.zone(),
                  NodeState.LOST,
                  before.cpuMilli(),
                  before.memoryMb(),
                  before.idleW(),
                  before.maxW(),
                  before.intensityGramsPerKwh(),
                  before.pue(),
                  before.revision());
          snapshot = snapshot.withNode(index, lost, utcNs);
        });
  }

  boolean isLost(String node) {
    OptionalInt index = indexOf(node);
    return index.isPresent() && snapshot.nodes().get(index.getAsInt()).state() == NodeState.LOST;
  }

  boolean isUp(String node) {
    OptionalInt index = indexOf(node);
    return index.isPresent() && snapshot.nodes().isUp(index.getAsInt());
  }
}
