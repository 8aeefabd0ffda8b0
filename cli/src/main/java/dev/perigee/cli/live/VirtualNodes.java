package dev.perigee.cli.live;

import dev.perigee.energy.NodePower;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.runtime.node.Tariff.Intensity;
import dev.perigee.simulator.scenario.Scenario;
import dev.perigee.simulator.scenario.ScenarioFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The virtual nodes that `up` starts: those of a scenario file, or three that share this machine
/// in equal parts.
public final class VirtualNodes {
  private record Site(String id, String zone, double pue) {}

  /// A region, an edge site and a satellite's ground segment, in zones of the bundled carbon table.
  /// PUE: 1.135 is what AWS states for its sites (2023), 1.5 the survey mean for small ones (Uptime
  /// Institute, 2023).
  private static final List<Site> SITES =
      List.of(
          new Site("cloud-1", "DE", 1.135),
          new Site("edge-1", "AT", 1.5),
          new Site("space-1", "FR", 1.0));

  /// A node and the hardware it stands for.
  public record VirtualNode(Node node, NodePower power) {}

  private VirtualNodes() {}

  /// @param scenario file whose nodes are taken; simulated and live nodes are described in one form
  public static List<VirtualNode> of(
      Optional<Path> scenario, Machine machine, Intensity intensity, long utcNs) {
    return scenario.map(VirtualNodes::read).orElseGet(() -> onMachine(machine, intensity, utcNs));
  }

  private static List<VirtualNode> read(Path file) {
    Scenario scenario = ScenarioFile.read(file);
    return scenario.sites().stream()
        .map(site -> new VirtualNode(site.node(), site.power()))
        .toList();
  }

  private static List<VirtualNode> onMachine(Machine machine, Intensity intensity, long utcNs) {
    double partFraction = 1.0 / SITES.size();
    return SITES.stream().map(site -> part(site, partFraction, machine, intensity, utcNs)).toList();
  }

  private static VirtualNode part(
      Site site, double partFraction, Machine machine, Intensity intensity, long utcNs) {
    NodePower power = machine.power(partFraction);
    Node node =
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
            1);
    return new VirtualNode(node, power);
  }
}
