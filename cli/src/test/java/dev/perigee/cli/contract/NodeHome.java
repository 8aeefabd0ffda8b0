package dev.perigee.cli.contract;

import dev.perigee.world.DispatchTable;
import dev.perigee.world.contract.ContractScenario;
import dev.perigee.world.node.NodeListener;
import java.util.List;
import java.util.function.Supplier;

/// Where the nodes of a rig live.
interface NodeHome extends AutoCloseable {

  /// Starts a scenario's nodes; the listener hears of each, in their order.
  List<? extends RigNode> start(
      ContractScenario scenario,
      Agenda agenda,
      NodeListener listener,
      Supplier<DispatchTable> table);

  @Override
  void close();
}
