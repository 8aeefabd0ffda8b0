package dev.perigee.cli.node;

import dev.perigee.cli.live.LivePlatform;
import dev.perigee.cli.live.NodeHosting;
import dev.perigee.cli.live.NodeHosting.Surroundings;
import dev.perigee.cli.live.VirtualNodes.VirtualNode;
import dev.perigee.fabric.transport.UnixTransport;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.decision.Decision;
import dev.perigee.platform.nodes.RemoteLedger;
import dev.perigee.platform.nodes.RemoteNode;
import dev.perigee.platform.nodes.RemoteNodes;
import dev.perigee.platform.record.DecisionLog;
import dev.perigee.world.node.NodePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The nodes of a platform as processes: starts them, keeps them alive, is in contact with them.
public final class ProcessNodes implements NodeHosting.Hosted {
  /// What the path of a socket may have, see unix(7), with some room for the file's name.
  private static final int SOCKET_FOLDER_BYTES_MAX = 90;

  private final RemoteNodes remotes;
  private final List<NodeKeeper> keepers = new ArrayList<>();

  private ProcessNodes(RemoteNodes remotes) {
    this.remotes = remotes;
  }

  /// Listens for the nodes and starts their processes.
  public static ProcessNodes start(List<VirtualNode> virtualNodes, Surroundings around) {
    LivePlatform.Options options = around.options();
    Path data = options.data().toAbsolutePath();
    Path socket = socketFolder(data).resolve("control.sock");
    List<RemoteNode> nodes =
        virtualNodes.stream().map(each -> remote(each.node(), around)).toList();
    nodes.forEach(around.directory()::add);
    RemoteNodes remotes =
        new RemoteNodes(
            new UnixTransport(socket, NodeLink.OPTIONS),
            around::epoch,
            nodes,
            around.table(),
            decision -> keep(around.decisions(), decision),
            around.entries(),
            options.report());
    for (RemoteNode node : nodes) {
      options
          .retention()
          .watch(
              around.clock(),
              around.timers(),
              around.threads(),
              options.report(),
              node::deleteLedgerOlderThan);
    }
    ProcessNodes started = new ProcessNodes(remotes);
    for (int i = 0; i < nodes.size(); i++) {
      RemoteNode node = nodes.get(i);
      int number = i + 1;
      started.keepers.add(
          new NodeKeeper(
              () -> settings(node.nextLife(), number, nodes.size(), socket, around),
              options.report()));
    }
    return started;
  }

  private static NodeSettings settings(
      Node description, int number, int nodeCount, Path socket, Surroundings around) {
    LivePlatform.Options options = around.options();
    return new NodeSettings(
        description,
        number,
        nodeCount,
        options.data().toAbsolutePath(),
        options.nodes().map(Path::toAbsolutePath),
        socket,
        options.keepAlive(),
        options.placement(),
        options.trustWasm(),
        options.release(),
        options.retention(),
        options.prices().map(Path::toAbsolutePath),
        around.epoch(),
        options.administrator().mode(),
        false);
  }

  private static RemoteNode remote(Node description, Surroundings around) {
    Path folder = around.options().data().resolve("nodes").resolve(description.id());
    return new RemoteNode(
        description,
        around.clock(),
        around.listener(),
        RemoteLedger.open(folder.resolve("replica"), around.options().report()),
        around.artefacts());
  }

  @Override
  public boolean awaitContact(Duration patience) {
    return remotes.awaitContact(patience);
  }

  @Override
  public boolean cut(NodePort node, Duration time) {
    return remotes.cut(node, time);
  }

  /// A node's decisions come again when the platform starts again.
  private static void keep(DecisionLog decisions, Decision decision) {
    if (decisions.find(decision.decisionId()).isEmpty()) {
      decisions.add(decision);
    }
  }

  private static Path socketFolder(Path data) {
    if (data.toString().getBytes(StandardCharsets.UTF_8).length <= SOCKET_FOLDER_BYTES_MAX) {
      return data;
    }
    try {
      return Files.createTempDirectory("perigee-");
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for the nodes' socket: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    keepers.forEach(NodeKeeper::beginClose);
    keepers.forEach(NodeKeeper::close);
    remotes.close();
  }
}
