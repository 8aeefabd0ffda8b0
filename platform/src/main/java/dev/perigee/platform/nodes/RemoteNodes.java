package dev.perigee.platform.nodes;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.transport.Channel;
import dev.perigee.fabric.transport.Listener;
import dev.perigee.fabric.transport.Transport;
import dev.perigee.model.decision.Decision;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.world.DispatchTable;
import dev.perigee.world.node.NodePort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The nodes in other processes: listens for them, keeps a copy of each one's ledger and tells each
/// what is deployed.
public final class RemoteNodes implements AutoCloseable {
  private static final String CONTROL = "control";
  private static final long CONTACT_POLL_NS = 5_000_000L;

  private final Map<String, RemoteNode> nodes = new LinkedHashMap<>();
  private final Map<String, Channel> channels = new LinkedHashMap<>();
  private final List<Thread> exchanges = new ArrayList<>();
  private final Listener listener;

  /// @param epoch of the control plane; nodes follow the highest
  /// @param table what is deployed, at any time
  /// @param decisions takes what nodes decided while they were alone; may get one twice
  /// @param missing takes entries of invocations that were answered but are in no node's ledger
  /// @param report gets one line for what an operator should know
  public RemoteNodes(
      Transport transport,
      LongSupplier epoch,
      List<RemoteNode> remotes,
      Supplier<DispatchTable> table,
      Consumer<Decision> decisions,
      Consumer<LedgerEntry> missing,
      Consumer<String> report) {
    remotes.forEach(node -> nodes.put(node.id(), node));
    this.listener = transport.listen(CONTROL, epoch, id -> known(id).handler());
    nodes.keySet().forEach(id -> channels.put(id, listener.channel(id)));
    nodes.forEach((id, node) -> {
      RemoteExchange exchange = new RemoteExchange(node, table, decisions, missing, report);
      exchanges.add(Thread.ofVirtual().name("perigee-exchange-" + id).start(exchange));
    });
  }

  /// Waits until every node has been in contact once; false if that takes too long.
  public boolean awaitContact(Duration patience) {
    long endNs = System.nanoTime() + patience.toNanos();
    while (!nodes.values().stream().allMatch(RemoteNode::isUp)) {
      if (System.nanoTime() - endNs > 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(CONTACT_POLL_NS);
    }
    return true;
  }

  /// Cuts the link to a node for a time; false if the node is not one of these.
  public boolean cut(NodePort port, Duration time) {
    Channel channel = port instanceof RemoteNode remote ? channels.get(remote.id()) : null;
    if (channel == null) {
      return false;
    }
    channel.link().cut(time);
    return true;
  }

  private RemoteNode known(String id) {
    RemoteNode node = nodes.get(id);
    if (node == null) {
      throw new FabricException(
          FabricException.Reason.REFUSED,
          "node " + id + " is not one of " + nodes.keySet() + ": add it before it is started");
    }
    return node;
  }

  @Override
  public void close() {
    exchanges.forEach(Thread::interrupt);
    listener.close();
    for (Thread exchange : exchanges) {
      try {
        exchange.join(Duration.ofSeconds(1));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    nodes.values().forEach(node -> node.replica().close());
  }
}
