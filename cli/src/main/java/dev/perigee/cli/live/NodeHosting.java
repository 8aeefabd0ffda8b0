package dev.perigee.cli.live;

import dev.perigee.cli.live.VirtualNodes.VirtualNode;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.platform.nodes.NodeDirectory;
import dev.perigee.platform.record.DecisionLog;
import dev.perigee.world.Clock;
import dev.perigee.world.DispatchTable;
import dev.perigee.world.node.NodeListener;
import dev.perigee.world.node.NodePort;
import dev.perigee.world.node.ResourceCalls;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Where the nodes of a platform run: in its own process or in others.
@FunctionalInterface
public interface NodeHosting {

  /// What the platform shares with its nodes.
  ///
  /// @param epoch of the engine that gives the nodes their plans
  /// @param table what is deployed, at any time
  /// @param entries takes entries that no node's ledger has
  /// @param calls answers what functions ask of the platform while they run
  record Surroundings(
      LivePlatform.Options options,
      int epoch,
      Clock clock,
      ArtefactStore artefacts,
      FunctionLogs logs,
      NodeListener listener,
      NodeDirectory directory,
      Supplier<DispatchTable> table,
      DecisionLog decisions,
      Consumer<LedgerEntry> entries,
      ExecutorService threads,
      ScheduledExecutorService timers,
      ResourceCalls calls) {}

  /// Nodes that were started.
  interface Hosted extends AutoCloseable {

    /// Waits until every node is in contact; false if that takes too long.
    boolean awaitContact(Duration patience);

    /// Cuts the link to a node for a time; false if there is no link.
    boolean cut(NodePort node, Duration time);

    @Override
    void close();
  }

  /// Puts the nodes into the directory and begins to start them.
  Hosted start(List<VirtualNode> virtualNodes, Surroundings around);
}
