package dev.perigee.cli.live;

import dev.perigee.cli.live.VirtualNodes.VirtualNode;
import dev.perigee.runtime.node.MachineMeters;
import dev.perigee.world.node.NodePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Nodes in the platform's own process.
public final class LocalNodes implements NodeHosting.Hosted {
  private final Factories factories;
  private final List<NodeAssembly> nodes = new ArrayList<>();

  private LocalNodes(Factories factories) {
    this.factories = factories;
  }

  /// Starts them; they are there at once.
  public static LocalNodes start(List<VirtualNode> virtualNodes, NodeHosting.Surroundings around) {
    LivePlatform.Options options = around.options();
    Factories factories = new Factories(options.data(), options.trustWasm());
    NodeAssembly.Shared shared =
        new NodeAssembly.Shared(
            around.clock(),
            around.artefacts(),
            around.logs(),
            factories,
            new GridIntensity(),
            Prices.of(options.prices()),
            around.threads(),
            around.timers(),
            around.calls(),
            options.retention(),
            options.report());
    LocalNodes started = new LocalNodes(factories);
    Path folder = options.data().resolve("nodes");
    MachineMeters meters = MachineMeters.find(virtualNodes.size());
    for (VirtualNode virtual : virtualNodes) {
      NodeAssembly node =
          new NodeAssembly(
              virtual.node(),
              virtual.power(),
              meters.ofOneNode(),
              folder.resolve(virtual.node().id()),
              around.listener(),
              shared);
      started.nodes.add(node);
      options
          .retention()
          .watch(
              around.clock(),
              around.timers(),
              around.threads(),
              options.report(),
              utcNs -> node.ledger().store().deleteOlderThan(utcNs, Long.MAX_VALUE));
      around.directory().add(node.node());
      around.listener().observed(virtual.node());
    }
    return started;
  }

  @Override
  public boolean awaitContact(Duration patience) {
    return true;
  }

  @Override
  public boolean cut(NodePort node, Duration time) {
    return false;
  }

  @Override
  public void close() {
    nodes.forEach(NodeAssembly::close);
    factories.close();
  }
}
