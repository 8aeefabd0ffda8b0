package dev.perigee.cli.live;

import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.runtime.node.Tariff.Intensity;
import java.util.ArrayList;
import java.util.List;

/// The virtual nodes that `up` starts when no file describes any: a region, an edge site and a
/// satellite's ground segment, each with an equal part of this machine.
final class VirtualNodes {
  private record Site(String id, String zone, double pue) {}

  /// Zones of the bundled carbon table. PUE: 1.135 is what AWS states for its sites (2023), 1.5 the
  /// survey mean for small ones (Uptime Institute, 2023).
  private static final List<Site> SITES =
      List.of(
          new Site("cloud-1", "DE", 1.135),
          new Site("edge-1", "AT", 1.5),
          new Site("space-1", "FR", 1.0));

  private VirtualNodes() {}

  static List<Node> on(Machine machine, Intensity intensity, long utcNs) {
    double partFraction = 1.0 / SITES.size();
    List<Node> nodes = new ArrayList<>();
    for (Site site : SITES) {
      var power = machine.power(partFraction);
      nodes.add(
          new Node(
              site.id(),
              site.zone(),
              NodeState.UP,
              (int) Math.ceil(machine.vcpus() * 1_000 * partFraction),
              (int) (machine.memoryGb() * 1_024 * partFraction),
              power.idleW(),
              power.activeW(),
              intensity.gramsPerKwh(site.zone(), utcNs),
              site.pue(),
              1));
    }
    return nodes;
  }
}
