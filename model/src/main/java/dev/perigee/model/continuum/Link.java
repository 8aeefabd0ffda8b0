package dev.perigee.model.continuum;

import dev.perigee.model.ModelException;

/// A directed connection between two nodes.
///
/// @param delayNs one way
/// @param revision counts up whenever delay, bandwidth or `up` changes
public record Link(
    String from, String to, long delayNs, double bandwidthBytesPerS, boolean up, long revision) {
  public Link {
    ModelException.require(delayNs >= 0, "delayNs >= 0", delayNs);
    ModelException.require(bandwidthBytesPerS > 0, "bandwidthBytesPerS > 0", bandwidthBytesPerS);
  }
}
