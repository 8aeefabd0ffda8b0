package dev.perigee.model.decision;

import java.util.List;

/// The nodes and links that a plan relies on, each with the revision it was read at. The world
/// re-checks only these, so plans made from one snapshot on different nodes never disturb each
/// other.
public record ReadSet(List<NodeRead> nodes, List<LinkRead> links) {
  public static final ReadSet EMPTY = new ReadSet(List.of(), List.of());

  public ReadSet {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
  }

  /// One node as it was read.
  public record NodeRead(String node, long revision) {}

  /// One link as it was read.
  public record LinkRead(String from, String to, long revision) {}
}
