package dev.perigee.cli.contract;

import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.transport.Channel;
import dev.perigee.fabric.transport.ChannelHandler;
import dev.perigee.fabric.transport.Listener;
import dev.perigee.fabric.transport.Transport;
import dev.perigee.fabric.transport.UnixTransport;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.platform.ledgers.NodeLedgers.Source;
import dev.perigee.platform.nodes.RemoteLedger;
import dev.perigee.platform.nodes.RemoteNode;
import dev.perigee.platform.nodes.RemoteNodes;
import dev.perigee.world.DispatchTable;
import dev.perigee.world.contract.ContractScenario;
import dev.perigee.world.node.NodeListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Nodes in processes of their own, over a Unix socket.
final class OtherProcesses implements NodeHome {
  private final Path folder;
  private final List<ProcessNode> nodes = new ArrayList<>();
  private final List<LedgerEntry> missing = new CopyOnWriteArrayList<>();
  private final List<String> reports = new CopyOnWriteArrayList<>();
  private final OwnListener transport;
  private @Nullable RemoteNodes remotes;

  /// @param folder short enough for the path of a socket
  OtherProcesses(Path folder) {
    this.folder = folder;
    this.transport = new OwnListener(new UnixTransport(socket(), SteppedNodeMain.LINK));
  }

  @Override
  public List<ProcessNode> start(
      ContractScenario scenario,
      Agenda agenda,
      NodeListener listener,
      Supplier<DispatchTable> table) {
    List<RemoteNode> all = new ArrayList<>();
    for (Node description : scenario.nodes()) {
      Path own = folder.resolve(description.id());
      RemoteNode remote =
          new RemoteNode(
              description,
              agenda,
              new OnRigThread(agenda, listener),
              RemoteLedger.open(own.resolve("replica"), reports::add),
              ArtefactStore.open(own.resolve("artefacts")));
      all.add(remote);
      nodes.add(
          new ProcessNode(
              agenda,
              listener,
              remote,
              () -> transport.channel(description.id()),
              life -> bear(remote, life, scenario, own)));
    }
    remotes = new RemoteNodes(transport, () -> 1, all, table, _ -> {}, missing::add, reports::add);
    nodes.forEach(ProcessNode::greet);
    return nodes;
  }

  private NodeChild bear(RemoteNode remote, int life, ContractScenario scenario, Path own) {
    return NodeChild.start(
        own,
        SteppedNodeMain.arguments(
            remote.nextLife(), life, scenario.name(), socket(), own.resolve("ledger")));
  }

  private Path socket() {
    return folder.resolve("control.sock");
  }

  /// Entries of invocations that were answered but are in no node's ledger.
  List<LedgerEntry> missing() {
    return missing;
  }

  /// What an operator would be told.
  List<String> reports() {
    return reports;
  }

  /// The control plane's copies.
  Map<String, Source> ledgers() {
    Map<String, Source> ledgers = new LinkedHashMap<>();
    nodes.forEach(node -> ledgers.put(node.node().id(), node::ledger));
    return ledgers;
  }

  void await(String what, BooleanSupplier condition) {
    nodes.getFirst().child().await(what, condition);
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.child().kill());
    if (remotes != null) {
      remotes.close();
    }
  }

  /// A transport whose channels the rig uses too.
  private static final class OwnListener implements Transport {
    private final Transport transport;
    private @Nullable Listener listener;

    OwnListener(Transport transport) {
      this.transport = transport;
    }

    @Override
    public Listener listen(
        String name, LongSupplier epoch, Function<String, ChannelHandler> handlers) {
      Listener open = transport.listen(name, epoch, handlers);
      listener = open;
      return open;
    }

    @Override
    public Channel dial(String node, LongSupplier epoch, ChannelHandler handler) {
      return transport.dial(node, epoch, handler);
    }

    Channel channel(String node) {
      return Objects.requireNonNull(listener, "nobody listens yet").channel(node);
    }
  }

  /// What nodes say is heard on the rig's thread. That one is lost the rig says itself, in its
  /// turn.
  private record OnRigThread(Agenda agenda, NodeListener listener) implements NodeListener {
    @Override
    public void demanded(String node, FunctionId function, int workerCount) {
      agenda.addAtOnce(() -> listener.demanded(node, function, workerCount));
    }

    @Override
    public void released(String node, FunctionId function, int version, int workerCount) {
      agenda.addAtOnce(() -> listener.released(node, function, version, workerCount));
    }

    @Override
    public void observed(Node node) {
      agenda.addAtOnce(() -> listener.observed(node));
    }

    @Override
    public void restarted(Node node) {
      agenda.addAtOnce(() -> listener.restarted(node));
    }

    @Override
    public void lost(String node) {}
  }
}
