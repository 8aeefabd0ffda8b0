package dev.perigee.platform.nodes;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.transport.Channel;
import dev.perigee.fabric.transport.ChannelHandler;
import dev.perigee.fabric.transport.Hello;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.world.node.NodeListener;
import dev.perigee.world.wire.CodeRequest;
import dev.perigee.world.wire.NodeAnswer;
import dev.perigee.world.wire.NodeCall;
import dev.perigee.world.wire.NodeNotice;
import dev.perigee.world.wire.NodeWire;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Contact with one node: there is contact from the node's first word, which says what it still
/// holds, until the link is given up.
final class RemoteContact implements ChannelHandler {
  private static final long NEVER = -1;

  /// Everything that a contact tells of a node, changed as one.
  private record Known(Node node, String endpoint, long processId) {}

  private final String id;
  private final NodeListener listener;
  private final ArtefactStore artefacts;
  private final RemoteLeave leave = new RemoteLeave();
  private final RemoteStreams streams = new RemoteStreams();
  private volatile Known known;
  private volatile @Nullable Channel channel;
  private volatile long anewContact;
  private final AtomicLong contactCount = new AtomicLong();

  /// Incarnation of the node that was here last, and of the one that greets now. Guarded by the
  /// channel: contact comes and goes one after the other.
  private long lastIncarnation = NEVER;

  private long greetingIncarnation = NEVER;

  RemoteContact(Node description, NodeListener listener, ArtefactStore artefacts) {
    this.id = description.id();
    this.known = new Known(description, "", 0);
    this.listener = listener;
    this.artefacts = artefacts;
  }

  boolean isUp() {
    return channel != null;
  }

  /// Counts contacts; 0 before the first.
  long contactCount() {
    return contactCount.get();
  }

  /// The contact with which the node last began anew; 0 if it never did.
  long anewContact() {
    return anewContact;
  }

  RemoteLeave leave() {
    return leave;
  }

  String id() {
    return id;
  }

  Node node() {
    Node node = known.node();
    return isUp() ? node : lost(node);
  }

  /// The node as a process that takes over from it has to begin: what an operator set stays, and
  /// plans that were made for the one before are stale.
  Node nextLife() {
    Node node = known.node();
    return contactCount() == 0 ? node : node.withState(node.state());
  }

  String endpoint() {
    return known.endpoint();
  }

  long processId() {
    return known.processId();
  }

  /// Sends a call; throws at once when it can't be sent.
  CompletableFuture<NodeAnswer> request(NodeCall call, Duration timeout) {
    Channel up = channel;
    if (up == null) {
      throw new FabricException(Reason.LOST, "node " + id + " is out of contact");
    }
    return up.request(NodeWire.CALL, NodeWire.encode(call), timeout)
        .thenApply(NodeWire::decodeAnswer);
  }

  /// Sends a call and waits for the answer.
  NodeAnswer ask(NodeCall call, Duration timeout) {
    try {
      return request(call, timeout).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof FabricException cause) {
        throw new FabricException(cause.reason(), String.valueOf(cause.getMessage()), cause);
      }
      throw e;
    }
  }

  @Override
  public void onUp(Channel fresh, Hello peer) {
    greetingIncarnation = peer.epoch();
  }

  @Override
  public void onMessage(Channel from, byte kind, byte[] payload) {
    switch (NodeWire.decodeNotice(payload)) {
      case NodeNotice.Introduced introduced -> introduced(from, introduced);
      case NodeNotice.Observed observed -> {
        known = new Known(observed.node(), endpoint(), processId());
        listener.observed(observed.node());
      }
      case NodeNotice.Demanded demanded ->
          listener.demanded(id, demanded.function(), demanded.workerCount());
      case NodeNotice.Released released -> {
        int count = leave.take(released.function(), released.version(), released.workerCount());
        if (count > 0) {
          listener.released(id, released.function(), released.version(), count);
        }
      }
    }
  }

  private void introduced(Channel from, NodeNotice.Introduced word) {
    known = new Known(word.node(), word.endpoint(), word.processId());
    boolean anew = lastIncarnation != NEVER && lastIncarnation != greetingIncarnation;
    lastIncarnation = greetingIncarnation;
    if (anew) {
      anewContact = contactCount.get() + 1;
      leave.clear();
    } else {
      leave
          .reconcile(word.leave())
          .forEach(
              each -> listener.released(id, each.function(), each.version(), each.workerCount()));
    }
    channel = from;
    contactCount.incrementAndGet();
    if (anew) {
      listener.restarted(word.node());
    } else {
      listener.observed(word.node());
    }
  }

  @Override
  public void onLost(Channel gone, String why) {
    if (channel != null) {
      channel = null;
      listener.lost(id);
    }
  }

  RemoteStreams streams() {
    return streams;
  }

  /// A node asks for code that it does not have, or has a part of an answer.
  @Override
  public byte[] onRequest(Channel from, byte kind, byte[] payload) {
    if (kind == NodeWire.PART) {
      streams.take(NodeWire.decodePart(payload));
      return new byte[0];
    }
    CodeRequest wanted = NodeWire.decodeCodeRequest(payload);
    return artefacts.read(wanted.sha256(), wanted.offsetBytes(), wanted.bytesMax());
  }

  private static Node lost(Node node) {
    return new Node(
        node.id(),
        node.zone(),
        NodeState.LOST,
        node.cpuMilli(),
        node.memoryMb(),
        node.idleW(),
        node.maxW(),
        node.intensityGramsPerKwh(),
        node.pue(),
        node.revision());
  }
}
