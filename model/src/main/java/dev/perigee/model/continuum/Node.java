package dev.perigee.model.continuum;

import dev.perigee.model.ModelException;

/// One place that can run functions: a cloud region's pool, an edge site, a satellite.
///
/// @param zone grid zone that its carbon intensity comes from, such as `AT`
/// @param cpuMilli CPU in thousandths of a core
/// @param idleW power of the node when nothing runs
/// @param maxW power of the node when every core is busy
/// @param intensityGramsPerKwh carbon intensity now
/// @param pue power usage effectiveness of the site, >= 1
/// @param revision counts up whenever something that a plan relies on changes: state or capacity
public record Node(
    String id,
    String zone,
    NodeState state,
    int cpuMilli,
    int memoryMb,
    double idleW,
    double maxW,
    double intensityGramsPerKwh,
    double pue,
    long revision) {

  public Node {
    ModelException.require(!id.isBlank(), "a node has an id", id);
    ModelException.require(cpuMilli > 0, "cpuMilli > 0", cpuMilli);
    ModelException.require(memoryMb > 0, "memoryMb > 0", memoryMb);
    ModelException.require(idleW >= 0 && maxW >= idleW, "0 <= idleW <= maxW", idleW + ".." + maxW);
    ModelException.require(
        intensityGramsPerKwh >= 0, "intensityGramsPerKwh >= 0", intensityGramsPerKwh);
    ModelException.require(pue >= 1, "pue >= 1", pue);
  }

  /// The same node in another hour of its grid. Plans do not rely on it, so the revision stays.
  public Node withIntensity(double newIntensityGramsPerKwh) {
    return new Node(
        id, zone, state, cpuMilli, memoryMb, idleW, maxW, newIntensityGramsPerKwh, pue, revision);
  }

  public Node withState(NodeState newState) {
    return new Node(
        id,
        zone,
        newState,
        cpuMilli,
        memoryMb,
        idleW,
        maxW,
        intensityGramsPerKwh,
        pue,
        revision + 1);
  }
}
