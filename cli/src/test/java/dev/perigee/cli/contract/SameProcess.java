package dev.perigee.cli.contract;

import dev.perigee.model.continuum.Node;
import dev.perigee.world.DispatchTable;
import dev.perigee.world.contract.ContractScenario;
import dev.perigee.world.node.NodeListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Nodes in the process of the rig.
final class SameProcess implements NodeHome {
  private final Path folder;
  private final List<SteppedLife> lives = new ArrayList<>();

  SameProcess(Path folder) {
    this.folder = folder;
  }

  @Override
  public List<RigNode> start(
      ContractScenario scenario,
      Agenda agenda,
      NodeListener listener,
      Supplier<DispatchTable> table) {
    List<RigNode> nodes = new ArrayList<>();
    for (Node description : scenario.nodes()) {
      nodes.add(
          new BreakableNode(
              description, agenda, listener, node -> bear(node, scenario, agenda, listener)));
      listener.observed(description);
    }
    return nodes;
  }

  private SteppedLife bear(
      Node node, ContractScenario scenario, Agenda agenda, NodeListener listener) {
    SteppedLife life =
        SteppedLife.begin(node, scenario, agenda, listener, folder.resolve(node.id()));
    lives.add(life);
    return life;
  }

  @Override
  public void close() {
    lives.forEach(life -> life.ledger().store().close());
  }
}
