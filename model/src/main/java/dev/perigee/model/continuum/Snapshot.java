package dev.perigee.model.continuum;

/// The continuum as the engine knew it at one moment. Immutable; a node keeps its index from
/// snapshot to snapshot.
///
/// @param version counts up with every change
/// @param utcNs time of the last change
public record Snapshot(long version, long utcNs, NodeColumns nodes, LinkColumns links) {
  public static final Snapshot EMPTY = new Snapshot(0, 0, NodeColumns.EMPTY, LinkColumns.EMPTY);

  /// The snapshot after one node was added (`index` = node count) or changed.
  public Snapshot withNode(int index, Node node, long nowUtcNs) {
    return new Snapshot(version + 1, nowUtcNs, nodes.with(index, node), links);
  }

  /// The snapshot after one link was added (`row` = link count) or changed.
  public Snapshot withLink(int row, Link link, int fromIndex, int toIndex, long nowUtcNs) {
    return new Snapshot(version + 1, nowUtcNs, nodes, links.with(row, link, fromIndex, toIndex));
  }
}
