package dev.perigee.platform.events;

import java.util.UUID;

/// Where an event comes from.
///
/// @param root the first of the events or calls that led to it; its own id if none did
/// @param hops how many led to it, one after the other
public record Lineage(UUID root, int hops) {

  /// Of what nothing led to.
  public static Lineage of(UUID id) {
    return new Lineage(id, 0);
  }

  /// Of what this leads to.
  public Lineage next() {
    return new Lineage(root, hops + 1);
  }
}
